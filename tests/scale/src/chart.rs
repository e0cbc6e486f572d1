//! What a check costs with each number of servers, drawn.

use std::fmt::Write;

use crate::measured::Measured;

const WIDTH: u64 = 640;
const ROW: u64 = 34;
const LEFT: u64 = 110;
/// Where bars end at most; what stands behind them needs the rest.
const BAR: u64 = 320;

/// A picture (SVG): a bar for each number of servers, the part of the servers and that of the database.
#[must_use]
pub fn svg(all: &[Measured]) -> String {
    let height = u64::try_from(all.len()).unwrap_or(0).saturating_mul(ROW).saturating_add(70);
    let total = |run: &Measured| run.server_ns_per_check.saturating_add(run.database_ns_per_check);
    let longest = all.iter().map(total).max().unwrap_or(0).max(1);
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" \
         font-size=\"14\">\n<title>CPU time of a check by number of servers</title>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>\n\
         <text x=\"16\" y=\"28\" fill=\"#1c1c1c\" font-weight=\"bold\">CPU time of a check</text>\n\
         <rect x=\"300\" y=\"17\" width=\"12\" height=\"12\" fill=\"#2f6f9f\"/>\
         <text x=\"318\" y=\"28\" fill=\"#1c1c1c\">in a server</text>\n\
         <rect x=\"420\" y=\"17\" width=\"12\" height=\"12\" fill=\"#d08a2e\"/>\
         <text x=\"438\" y=\"28\" fill=\"#1c1c1c\">in the database</text>\n"
    );
    for (run, row) in all.iter().zip(0_u64..) {
        let (y, name) = (50 + row * ROW, if run.servers == 1 { "server" } else { "servers" });
        let width = |ns: u64| ns.saturating_mul(BAR) / longest;
        let (server, database) = (width(run.server_ns_per_check), width(run.database_ns_per_check));
        let us = |ns: u64| ns.saturating_add(500) / 1000;
        // Writing into a text never fails.
        let _ = writeln!(
            picture,
            "<text x=\"16\" y=\"{text}\" fill=\"#1c1c1c\">{servers} {name}</text>\
             <rect x=\"{LEFT}\" y=\"{y}\" width=\"{server}\" height=\"20\" fill=\"#2f6f9f\"/>\
             <rect x=\"{middle}\" y=\"{y}\" width=\"{database}\" height=\"20\" fill=\"#d08a2e\"/>\
             <text x=\"{end}\" y=\"{text}\" fill=\"#1c1c1c\">{here} + {there} us</text>",
            text = y + 15,
            servers = run.servers,
            middle = LEFT + server,
            end = LEFT + server + database + 8,
            here = us(run.server_ns_per_check),
            there = us(run.database_ns_per_check),
        );
    }
    picture.push_str("</svg>\n");
    picture
}

#[cfg(test)]
mod tests {
    use super::svg;
    use crate::measured::Measured;

    #[test]
    fn the_longest_bar_is_as_long_as_may_be_and_others_in_proportion() {
        let run = |servers, server_ns_per_check, database_ns_per_check| Measured {
            servers,
            server_ns_per_check,
            database_ns_per_check,
            ..Measured::default()
        };
        let picture = svg(&[run(1, 100_000, 60_000), run(2, 60_000, 20_000)]);
        for expected in ["1 server<", "width=\"200\"", "100 + 60 us", "2 servers<", "width=\"40\"", "60 + 20 us"] {
            assert!(picture.contains(expected), "{expected}: {picture}");
        }
        assert!(svg(&[]).ends_with("</svg>\n"));
    }
}
