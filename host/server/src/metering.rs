//! How many requests were answered, and how long that took, for whoever reads figures.
//!
//! No label names an organisation's data (reliability row 42): routes are written with their variable parts in braces.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{OnceLock, PoisonError, RwLock};
use std::time::Duration;

use metrics::{Counter, Histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

const SECONDS: &str = "guestpass_request_seconds";

/// Seconds, from a tenth of a millisecond to ten seconds.
const BUCKETS_S: [f64; 12] = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 10.0];

/// Answers whose times wait to be put into buckets, at most. The recorder keeps each time until somebody does that, and
/// nobody has to read figures.
const TIMES_MAX: u64 = 1024;

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
static ROUTES: RwLock<BTreeMap<String, Route>> = RwLock::new(BTreeMap::new());
static ANSWERS: AtomicU64 = AtomicU64::new(0);

/// The figures of one route, looked up once: to find them by their labels takes longer than to count.
struct Route {
    seconds: Histogram,
    answers: Vec<(&'static str, u16, Counter)>,
}

impl Route {
    fn of(route: &str) -> Self {
        Self { seconds: metrics::histogram!(SECONDS, "route" => route.to_owned()), answers: Vec::new() }
    }

    fn answers(&self, method: &'static str, status: u16) -> Option<&Counter> {
        self.answers.iter().find(|(of, with, _)| (*of, *with) == (method, status)).map(|(_, _, counter)| counter)
    }
}

/// Counts go to one place for the whole process, which is made when the first server is.
pub(crate) fn recorder() -> Option<&'static PrometheusHandle> {
    let install = || {
        let matcher = Matcher::Full(SECONDS.to_owned());
        let builder = PrometheusBuilder::new().set_buckets_for_metric(matcher, &BUCKETS_S).ok()?;
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder).ok()?;
        Some(handle)
    };
    RECORDER.get_or_init(install).as_ref()
}

/// Counts an answer. `method` is from a short list, since each is a series of its own.
pub(crate) fn count(method: &'static str, route: &str, status: u16, taken: Duration) {
    let recorder = recorder();
    if !counted(method, route, status, taken) {
        let labels = [("method", method.to_owned()), ("route", route.to_owned()), ("status", status.to_string())];
        let counter = metrics::counter!("guestpass_requests_total", &labels);
        let mut routes = ROUTES.write().unwrap_or_else(PoisonError::into_inner);
        let figures = routes.entry(route.to_owned()).or_insert_with(|| Route::of(route));
        if figures.answers(method, status).is_none() {
            figures.answers.push((method, status, counter));
        }
        drop(routes);
        counted(method, route, status, taken);
    }
    if let Some(recorder) = recorder
        && ANSWERS.fetch_add(1, Ordering::Relaxed).is_multiple_of(TIMES_MAX)
    {
        recorder.run_upkeep();
    }
}

/// Whether the figures were there to count with.
fn counted(method: &'static str, route: &str, status: u16, taken: Duration) -> bool {
    let routes = ROUTES.read().unwrap_or_else(PoisonError::into_inner);
    let figures = routes.get(route).and_then(|figures| Some((figures, figures.answers(method, status)?)));
    figures.inspect(|(figures, answers)| {
        answers.increment(1);
        figures.seconds.record(taken.as_secs_f64());
    });
    figures.is_some()
}

#[cfg(test)]
mod tests {
    use super::{count, recorder};
    use std::time::Duration;

    #[test]
    fn answers_are_counted_by_method_route_and_status_and_their_times_by_route() {
        let (fast, slow) = (Duration::from_micros(200), Duration::from_millis(20));
        for (method, status, taken) in [("GET", 200, fast), ("GET", 200, slow), ("GET", 404, fast), ("PUT", 200, fast)]
        {
            count(method, "/of/this/{test}", status, taken);
        }
        let figures = recorder().expect("nobody else has installed one").render();
        let figure = |line: &str| figures.lines().any(|found| found == line);
        for (name, labels, number) in [
            ("requests_total", r#"method="GET",route="/of/this/{test}",status="200""#, 2),
            ("requests_total", r#"method="GET",route="/of/this/{test}",status="404""#, 1),
            ("requests_total", r#"method="PUT",route="/of/this/{test}",status="200""#, 1),
            ("request_seconds_bucket", r#"route="/of/this/{test}",le="0.00025""#, 3),
            ("request_seconds_bucket", r#"route="/of/this/{test}",le="0.05""#, 4),
            ("request_seconds_count", r#"route="/of/this/{test}""#, 4),
        ] {
            assert!(figure(&format!("guestpass_{name}{{{labels}}} {number}")), "{name} {labels}: {figures}");
        }
    }
}
