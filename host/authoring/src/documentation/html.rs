//! A page as one HTML file.

use super::text::html;
use pulldown_cmark::{Event, Options, Parser};

/// Light and dark, wide tables scroll by themselves, and a matrix keeps its first column in sight.
const STYLE: &str = include_str!("page.css");

/// Besides `pictures`, which are ours, no mark-up in the Markdown becomes mark-up of the page.
pub(super) fn file(name: &str, markdown: &str, pictures: &[String]) -> String {
    let mut body = String::with_capacity(markdown.len().saturating_mul(2));
    let is_ours = |html: &str| pictures.iter().any(|picture| picture.trim_end() == html.trim_end());
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(html) if !is_ours(&html) => Event::Text(html),
        Event::InlineHtml(html) => Event::Text(html),
        event => event,
    });
    pulldown_cmark::html::push_html(&mut body, events);
    let body = body.replace("<table>", "<div class=\"wide\"><table>").replace("</table>", "</table></div>");
    let title = html(name);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>Policy {title}</title>\n<style>\n{STYLE}\
         </style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::file;

    #[test]
    fn only_pictures_are_mark_up() {
        let ours = "<ol class=\"gates\"><li>asks</li></ol>\n\n".to_owned();
        let markdown = format!("a <b>bold</b> word\n\n<script>alert(1)</script>\n\n{ours}<div>\n{ours}");
        let page = file("p", &markdown, &[ours]);
        for harmful in ["<b>", "<script", "<div>"] {
            assert!(!page.contains(harmful), "`{harmful}` stands in\n{page}");
        }
        assert!(page.contains("&lt;script&gt;") && page.contains("<ol class=\"gates\"><li>asks</li></ol>"), "{page}");
    }
}
