//! The chart: a bar for each subject, on a scale where each line is ten times the one before. It is readable on a light
//! and on a dark page.

use super::{Row, Surroundings, duration};
use crate::subjects::Maker;
use std::fmt::Write;

const WIDTH: f64 = 860.0;
/// Where the bars begin; the names stand before.
const LEFT: f64 = 270.0;
/// Room for the figure behind the longest bar.
const RIGHT: f64 = 80.0;
const TOP: f64 = 60.0;
const ROW: f64 = 30.0;
const BAR: f64 = 18.0;
/// Room beneath the bars: for the scale, and for where and when it was measured.
const BOTTOM: f64 = 58.0;

/// Colours with enough contrast on both pages; ours and the others' differ in brightness too.
const STYLE: &str = "text{font:14px system-ui,sans-serif;fill:#1f2328}.title{font-weight:600;font-size:15px}\
.small{font-size:12px;fill:#59636e}.line{stroke:#d1d9e0}.ours{fill:#0550ae}.peer{fill:#9aa4af}.nothing{fill:none;\
stroke:#9aa4af;stroke-dasharray:4 3}@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.small{fill:#9198a1}\
.line{stroke:#3d444d}.ours{fill:#79c0ff}.peer{fill:#656c76}.nothing{stroke:#656c76}}";

/// An SVG image, with where and when it was measured beneath the bars.
#[must_use]
pub fn chart(rows: &[Row], surroundings: &Surroundings) -> String {
    let scale = Scale::of(rows);
    let count = rows.iter().fold(0.0, |count, _| count + 1.0);
    let height = TOP + ROW * count + BOTTOM;
    let mut svg = String::new();
    let mut push = |piece: std::fmt::Arguments<'_>| {
        // A `String` takes whatever is written to it.
        let _ = svg.write_fmt(piece);
        svg.push('\n');
    };
    push(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"title\">\n<title id=\"title\">{}</title>\n<style>{STYLE}</style>",
        spoken(rows)
    ));
    push(format_args!("<text class=\"title\" x=\"0\" y=\"20\">Time of a decision, same work, same run</text>"));
    push(format_args!(
        "<text class=\"small\" x=\"0\" y=\"40\">shorter is better; each line is ten times the last</text>"
    ));
    for power in scale.lowest..=scale.highest {
        let ns = 10_f64.powi(power);
        let (x, bottom) = (scale.x(ns), TOP + ROW * count);
        push(format_args!("<path class=\"line\" d=\"M{x:.1} {TOP}V{bottom:.1}\"/>"));
        push(format_args!(
            "<text class=\"small\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            bottom + 18.0,
            round_duration(ns)
        ));
    }
    let mut y = TOP;
    for row in rows {
        let class = match row.entry.maker {
            _ if !row.entry.kind.decides() => "nothing",
            Maker::Guestpass => "ours",
            Maker::Peer => "peer",
        };
        let (end, text_y) = (scale.x(row.time.median_ns), y + ROW / 2.0 + 5.0);
        push(format_args!(
            "<text x=\"{:.1}\" y=\"{text_y:.1}\" text-anchor=\"end\">{}</text>",
            LEFT - 8.0,
            row.entry.name
        ));
        push(format_args!(
            "<rect class=\"{class}\" x=\"{LEFT}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{BAR}\" rx=\"2\"/>",
            y + (ROW - BAR) / 2.0,
            end - LEFT
        ));
        push(format_args!("<text x=\"{:.1}\" y=\"{text_y:.1}\">{}</text>", end + 6.0, duration(row.time.median_ns)));
        y += ROW;
    }
    push(format_args!(
        "<text class=\"small\" x=\"0\" y=\"{:.1}\">cargo xtask bench on {}</text>\n</svg>",
        height - 8.0,
        escaped(&surroundings.machine())
    ));
    svg
}

/// Text as XML holds it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// What a screen reader says.
fn spoken(rows: &[Row]) -> String {
    let figures: Vec<String> =
        rows.iter().map(|row| format!("{}: {}", row.entry.name, duration(row.time.median_ns))).collect();
    format!("Time of a decision. {}", figures.join("; "))
}

/// A power of ten, without digits behind the point.
fn round_duration(ns: f64) -> String {
    match ns {
        ns if ns < 1e3 => format!("{ns:.0} ns"),
        ns if ns < 1e6 => format!("{:.0} us", ns / 1e3),
        ns => format!("{:.0} ms", ns / 1e6),
    }
}

/// From nanoseconds to a place on the page.
struct Scale {
    lowest: i32,
    highest: i32,
}

impl Scale {
    /// From the power of ten below the fastest to the one above the slowest.
    fn of(rows: &[Row]) -> Self {
        let holds = |power: &i32, bound: fn(f64, f64) -> bool| {
            rows.iter().all(|row| bound(10_f64.powi(*power), row.time.median_ns))
        };
        let lowest = (0..9).rev().find(|power| holds(power, |ns, time| ns <= time)).unwrap_or(0);
        let highest = (lowest + 1..10).find(|power| holds(power, |ns, time| ns >= time)).unwrap_or(10);
        Self { lowest, highest }
    }

    fn x(&self, ns: f64) -> f64 {
        let share = (ns.log10() - f64::from(self.lowest)) / f64::from(self.highest - self.lowest);
        LEFT + (WIDTH - LEFT - RIGHT) * share
    }
}
