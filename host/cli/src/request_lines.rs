//! A batch of requests, one a line, read in pieces that fit into one call each.

use std::io::{BufRead, Read};

use guestpass_contract::Requests;
use guestpass_contract::json::{OwnedRequest, OwnedTarget, SchemaKind, request_from_str};
use guestpass_contract::limits::{MAX_JSON_BYTES, MAX_TEXT_BYTES};

use crate::errors::CliError;
use crate::input::{Input, text_of};
use crate::limits::REQUESTS_PER_CALL;

/// The requests of a file. However long the file is, only those of one call are held at a time.
pub(crate) struct RequestLines {
    input: Input,
    reader: Box<dyn BufRead>,
    /// Lines read so far.
    lines: usize,
    /// Read already, and too much for the call before.
    pending: Option<NumberedRequest>,
}

/// A request and its line, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NumberedRequest {
    pub(crate) line: usize,
    pub(crate) request: OwnedRequest,
}

impl RequestLines {
    pub(crate) fn open(input: &Input) -> Result<Self, CliError> {
        Ok(Self { input: input.clone(), reader: input.reader()?, lines: 0, pending: None })
    }

    /// The requests of the next call; none of them at the end of the file.
    pub(crate) fn next_call(&mut self) -> Result<Vec<NumberedRequest>, CliError> {
        let mut call = Vec::new();
        let mut text_bytes = 0_usize;
        while call.len() < REQUESTS_PER_CALL {
            let next = match self.pending.take() {
                Some(next) => next,
                None => match self.next_request()? {
                    Some(next) => next,
                    None => break,
                },
            };
            text_bytes = text_bytes.saturating_add(text_bytes_of(&next.request));
            // A single request is always far smaller than the maximum.
            if text_bytes > MAX_TEXT_BYTES && !call.is_empty() {
                self.pending = Some(next);
                break;
            }
            call.push(next);
        }
        Ok(call)
    }

    fn next_request(&mut self) -> Result<Option<NumberedRequest>, CliError> {
        while let Some(text) = self.next_line()? {
            if text.trim_ascii().is_empty() {
                continue;
            }
            let line = self.lines;
            let refused = |error| CliError::json(&self.input.name(), Some(line), SchemaKind::Request, error);
            let request = request_from_str(&text).map_err(refused)?;
            return Ok(Some(NumberedRequest { line, request }));
        }
        Ok(None)
    }

    /// None at the end. A line that does not end is refused before it fills the memory.
    fn next_line(&mut self) -> Result<Option<String>, CliError> {
        let mut line = Vec::new();
        let limit = u64::try_from(MAX_JSON_BYTES).unwrap_or(u64::MAX).saturating_add(1);
        let read = self.reader.by_ref().take(limit).read_until(b'\n', &mut line);
        read.map_err(|error| self.input.unreadable(&error))?;
        if line.is_empty() {
            return Ok(None);
        }
        self.lines = self.lines.saturating_add(1);
        if line.len() > MAX_JSON_BYTES {
            let (file, line) = (self.input.name(), self.lines);
            let help = "write one request on each line";
            return Err(CliError::LineTooLarge { file, line, bytes_max: MAX_JSON_BYTES, help });
        }
        text_of(line, &self.input.name(), self.lines).map(Some)
    }
}

/// Packs the requests of one call.
pub(crate) fn packed(input: &Input, call: &[NumberedRequest]) -> Result<Requests, CliError> {
    let mut requests = Requests::default();
    for numbered in call {
        let pushed = requests.push(&numbered.request.as_draft());
        pushed.map_err(|_| CliError::FileTooLarge { file: input.name(), bytes_max: MAX_TEXT_BYTES })?;
    }
    Ok(requests)
}

fn text_bytes_of(request: &OwnedRequest) -> usize {
    let (OwnedTarget::Privileges(target) | OwnedTarget::Api(target)) = &request.target;
    target.len().saturating_add(request.on_resource.as_ref().map_or(0, String::len))
}

#[cfg(test)]
mod tests {
    use super::RequestLines;
    use crate::errors::CliError;
    use crate::input::Input;
    use std::io::{Cursor, Read};

    fn lines(reader: impl std::io::BufRead + 'static) -> RequestLines {
        RequestLines { input: Input::Stdin, reader: Box::new(reader), lines: 0, pending: None }
    }

    fn request(privileges: &str) -> String {
        format!("{{\"privileges\": \"{privileges}\", \"now\": \"2026-01-01T00:00:00Z\"}}\n")
    }

    /// How many requests each call gets, and the line of the very last one.
    fn calls(text: String) -> (Vec<usize>, usize) {
        let mut lines = lines(Cursor::new(text));
        let (mut sizes, mut last) = (Vec::new(), 0);
        loop {
            let call = lines.next_call().unwrap();
            let Some(end) = call.last() else { return (sizes, last) };
            sizes.push(call.len());
            last = end.line;
        }
    }

    #[test]
    fn calls_are_cut_by_number_and_by_bytes() {
        let long = request(&"a".repeat(4096));
        for (text, sizes, last) in [
            (String::new(), vec![], 0),
            ("\n \r\n".into(), vec![], 0),
            (format!("\n{}\n{}", request("a"), request("b").trim_end()), vec![2], 4),
            (request("a").repeat(256), vec![256], 256),
            (request("a").repeat(600), vec![256, 256, 88], 600),
            // 64 times 4096 bytes are exactly what one call may carry.
            (long.repeat(65), vec![64, 1], 65),
        ] {
            assert_eq!(calls(text), (sizes, last));
        }
    }

    #[test]
    fn an_endless_line_ends() {
        let error = lines(std::io::BufReader::new(std::io::repeat(b' '))).next_call().unwrap_err();
        assert!(matches!(error, CliError::LineTooLarge { line: 1, .. }), "{error:?}");
        let second = Cursor::new(request("a")).chain(std::io::BufReader::new(std::io::repeat(b'x')));
        let error = lines(second).next_call().unwrap_err();
        assert!(matches!(error, CliError::LineTooLarge { line: 2, .. }), "{error:?}");
    }
}
