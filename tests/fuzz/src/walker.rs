//! The browser host's walk over a component.

use std::sync::OnceLock;

use guestpass_browser::{LoadError, core_module};
use wasmparser::{Encoding, Parser, Payload};

use crate::edits::{edited, plain, unedited};
use crate::target::{Broken, Found, Reached, Target, require, require_same};

/// The walk that finds the core module of a component in a page.
pub const WALKER: Target = Target {
    name: "walker",
    property: "what the walk accepts has exactly one core module, where it says, and no imports, in the eyes of the \
               component tools; an error has a code",
    judge: |data| judge(data, &core_module),
    fault: "a walk that passes imports over",
    judge_spoiled: |data| {
        judge(data, &|bytes| match core_module(bytes) {
            Err(LoadError::Imports) => Ok(first_module(bytes).unwrap_or_default()),
            other => other,
        })
    },
    seeds: || {
        let bases = bases().map_err(|broken| anyhow::anyhow!("{broken}"))?;
        let mut seeds: Vec<Vec<u8>> = (0..).zip(bases).map(|(position, _)| unedited(position)).collect();
        seeds.extend(bases.iter().map(|base| plain(base)));
        Ok(seeds)
    },
};

type Walks<'a> = dyn Fn(&[u8]) -> Result<std::ops::Range<usize>, LoadError> + 'a;

/// Components that are plain, and such that are not.
const TEXTS: [&str; 9] = [
    r#"(component
        (core module $m
            (memory (export "memory") 1)
            (func (export "realloc") (param i32 i32 i32 i32) (result i32) unreachable)
            (func (export "f") (param i32 i32)))
        (core instance $i (instantiate $m))
        (func (export "f") (param "s" string)
            (canon lift (core func $i "f") string-encoding=utf8
                (memory $i "memory") (realloc (func $i "realloc")))))"#,
    r#"(component
        (core module $m (func (export "f") (result i32) i32.const 7))
        (core instance $i (instantiate $m))
        (type $t (func (result u32)))
        (func $f (type $t) (canon lift (core func $i "f")))
        (component $shim
            (import "f" (func $g (result u32)))
            (export "f" (func $g)))
        (instance $e (instantiate $shim (with "f" (func $f))))
        (export "guestpass:policy/evaluation@0.2.0" (instance $e)))"#,
    "(component (core module) (core module))",
    "(component (core module) (component (core module)))",
    r#"(component (import "clock" (func)) (core module))"#,
    r#"(component (core module (import "host" "clock" (func))))"#,
    r#"(component (core module (import "host" "memory" (memory 1))) (@custom "name" "x"))"#,
    "(component (core module) (type $r (resource (rep i32))) (core func (canon resource.drop $r)))",
    "(module)",
];

/// Made once: reading their texts takes longer than everything else here.
fn bases() -> Result<&'static [Vec<u8>], Broken> {
    static BASES: OnceLock<Result<Vec<Vec<u8>>, wat::Error>> = OnceLock::new();
    let bases = BASES.get_or_init(|| TEXTS.iter().map(wat::parse_str).collect());
    bases.as_deref().map_err(|error| Broken(format!("a base is no WebAssembly: {error}")))
}

fn judge(data: &[u8], walk: &Walks<'_>) -> Found {
    let bytes = edited(bases()?, data);
    let range = match walk(&bytes) {
        Ok(range) => range,
        Err(error) => {
            require(error.code().starts_with("component-"), || format!("the code `{}`", error.code()))?;
            return Ok(Reached::Refused);
        }
    };
    let module = bytes.get(range.clone()).unwrap_or_default();
    require(module.starts_with(b"\0asm\x01\0\0\0"), || format!("no module begins at {range:?}"))?;
    let first = Parser::new(0).parse_all(&bytes).next();
    let is_component = matches!(first, Some(Ok(Payload::Version { encoding: Encoding::Component, .. })));
    require(is_component, || "it is no component".to_owned())?;
    // What the tools cannot read, no browser instantiates.
    let Ok(survey) = survey(&bytes) else { return Ok(Reached::Accepted) };
    require_same(&survey, &Survey { modules: vec![range], imports: 0 }, "as the component tools see it")?;
    Ok(Reached::Accepted)
}

/// What the component tools see.
#[derive(Debug, Default, PartialEq, Eq)]
struct Survey {
    modules: Vec<std::ops::Range<usize>>,
    /// Of the component, and of its core modules.
    imports: u32,
}

fn survey(bytes: &[u8]) -> Result<Survey, wasmparser::BinaryReaderError> {
    let (mut survey, mut depth) = (Survey::default(), 0_usize);
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ModuleSection { unchecked_range, .. } => {
                survey.modules.push(unchecked_range);
                depth += 1;
            }
            Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            // What a nested component imports is given to it by the one around it.
            Payload::ComponentImportSection(section) if depth == 0 => survey.imports += section.count(),
            Payload::ImportSection(section) => survey.imports += section.count(),
            _ => {}
        }
    }
    Ok(survey)
}

fn first_module(bytes: &[u8]) -> Option<std::ops::Range<usize>> {
    Parser::new(0).parse_all(bytes).find_map(|payload| match payload {
        Ok(Payload::ModuleSection { unchecked_range, .. }) => Some(unchecked_range),
        _ => None,
    })
}
