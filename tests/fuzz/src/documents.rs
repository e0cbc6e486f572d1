//! Policy documents: read, checked, laid out, and answering.

use guestpass_compiler::{CheckedDocument, DiagnosticCode, Diagnostics, FormatError, decode, format, parse};
use guestpass_model::PolicyModel;
use guestpass_rules::{Decision, Instant, PrivilegeExpression, Request, Target as Asked, check};

use crate::target::{Broken, Found, Reached, Target, require, require_same};
use crate::{member, samples};

/// The reader and the layout of documents.
pub const DOCUMENTS: Target = Target {
    name: "documents",
    property: "what is wrong has a place in the document; what is right makes a policy and survives its binary form; \
               laid out, a document is read alike, answers alike, and is laid out for good",
    judge: |data| judge(data, &|source| format(FILE, source)),
    fault: "a layout that takes each quote for a plain one",
    judge_spoiled: |data| judge(data, &|source| Ok(format(FILE, source)?.replace('\'', "\""))),
    seeds: || {
        let mut seeds = samples::files("host/compiler/tests/diagnostics", "toml")?;
        seeds.extend(samples::files("tests/model", "laboratory.toml")?);
        seeds.extend(samples::files("guest/policies", "snow-atlas.toml")?);
        seeds.extend(LAYOUTS.iter().map(|document| document.as_bytes().to_vec()));
        Ok(seeds)
    },
};

const FILE: &str = "fuzz.toml";

/// What a layout may get wrong, in documents that say little else.
const LAYOUTS: [&str; 8] = [
    "a=1\nb  =  2 #c\n\n\n\n  d = 3",
    "[a]\nb = 1\n# c\n\n# d\n[e]",
    "a = '''b \"c\"'''\nd = '''\ne\nf'''\ng = \"\"\"\\\n  h\"\"\"",
    "a = [ # b\n 'c', # d\n # e\n 'ff' # g\n\n # h\n] # i",
    "a = {b=1,c = [ 'd' ]}\ne = { }",
    "[[a]]\nb=1\n[[a]]\nb=2\n[a.c]\nd=1979-05-27T07:32:00Z",
    "[b.c]\nx = 1\n[a]\ny = 0x_1\n[b]\nz = 1e3",
    "'b' = \"y\"\n\"c.d\" = 'it\"s'\n\"\" = nan\r\n",
];

type LaysOut<'a> = dyn Fn(&str) -> Result<String, FormatError> + 'a;

fn judge(data: &[u8], lay_out: &LaysOut<'_>) -> Found {
    let source = match decode(FILE, data) {
        Ok(source) => source,
        Err(found) => {
            has_places(&found, &String::from_utf8_lossy(data))?;
            return Ok(Reached::Refused);
        }
    };
    let read = read(source)?;
    match lay_out(source) {
        Err(FormatError::Meaning) => return Err(Broken("laid out it would mean something else".to_owned())),
        Err(FormatError::Document(found)) => {
            has_places(&found, source)?;
            require(read.is_err(), || "it can be read and not laid out".to_owned())?;
        }
        Ok(laid_out) => {
            let again = lay_out(&laid_out).map_err(|error| Broken(format!("what is laid out is refused: {error}")))?;
            require_same(&again, &laid_out, "laid out a second time")?;
            let read_again = self::read(&laid_out)?;
            require_same(&read_again, &read, "read after it was laid out")?;
            if let (Ok(model), Ok(again)) = (&read, read_again) {
                require_same(&answers(again)?, &answers(model.clone())?, "answers after it was laid out")?;
            }
        }
    }
    Ok(if read.is_ok() { Reached::Accepted } else { Reached::Refused })
}

/// What a document says, digest apart, or the codes of what is wrong with it.
fn read(source: &str) -> Result<Result<PolicyModel, Vec<DiagnosticCode>>, Broken> {
    match parse(FILE, source) {
        Ok(CheckedDocument { mut model, warnings }) => {
            has_places(&warnings, source)?;
            let bytes = guestpass_model::encode(&model).map_err(|error| Broken(format!("no binary form: {error}")))?;
            require_same(&guestpass_model::decode(&bytes), &Ok(model.clone()), "in binary form")?;
            model.source_digest = "0".repeat(64);
            Ok(Ok(model))
        }
        Err(found) => {
            require(!found.is_empty(), || "it is refused without a word".to_owned())?;
            has_places(&found, source)?;
            let mut codes: Vec<DiagnosticCode> = found.items().iter().map(|item| item.code()).collect();
            codes.sort_unstable();
            Ok(Err(codes))
        }
    }
}

fn has_places(found: &Diagnostics, source: &str) -> Result<(), Broken> {
    let lines = source.split('\n').count();
    for item in found.items() {
        let is_there = (1..=lines).contains(&item.line()) && item.column() >= 1 && !item.message().is_empty();
        require(is_there, || format!("line {} column {} of {lines}: {}", item.line(), item.column(), item.message()))?;
        let by_rules = item.code() == DiagnosticCode::RefusedByRules;
        require(!by_rules, || format!("only the rules refuse it: {}", found.plain()))?;
    }
    Ok(())
}

/// What a member who holds the first roles is answered about the first privileges and operations.
fn answers(model: PolicyModel) -> Result<Vec<Decision>, Broken> {
    let names = |names: Vec<&String>| names.into_iter().take(4).cloned().collect::<Vec<String>>();
    let privileges = names(model.privileges.iter().map(|privilege| &privilege.name).collect());
    let apis = names(model.apis.iter().map(|api| &api.name).collect());
    let roles = names(model.roles.iter().map(|role| &role.name).collect());
    let policy = model.into_policy().map_err(|error| Broken(format!("the rules refuse it: {error}")))?;
    let facts = member::facts(roles.iter().map(String::as_str), Vec::new());
    let request = |target| Request { target, on_resource: None, now: Instant(0), explain: true };
    let by_privilege = privileges.iter().map(|name| request(Asked::Privileges(PrivilegeExpression(name))));
    let requests: Vec<Request<'_>> = by_privilege.chain(apis.iter().map(|name| request(Asked::Api(name)))).collect();
    Ok(check(&policy, &facts, &requests))
}
