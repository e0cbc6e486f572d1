//! A page as one HTML file.

use super::text::html;
use pulldown_cmark::{Options, Parser};

/// Light and dark, wide tables scroll by themselves, and a matrix keeps its first column in sight.
const STYLE: &str = include_str!("page.css");

pub(super) fn file(name: &str, markdown: &str) -> String {
    let mut body = String::with_capacity(markdown.len().saturating_mul(2));
    pulldown_cmark::html::push_html(&mut body, Parser::new_ext(markdown, Options::ENABLE_TABLES));
    let body = body.replace("<table>", "<div class=\"wide\"><table>").replace("</table>", "</table></div>");
    let title = html(name);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>Policy {title}</title>\n<style>\n{STYLE}\
         </style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}
