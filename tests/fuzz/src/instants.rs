//! Instants as text.

use guestpass_contract::json::{instant_from_str, instant_to_string};

use crate::target::{Found, Reached, Target, require, require_same};

/// The reader and the printer of instants.
pub const INSTANTS: Target = Target {
    name: "instants",
    property: "a text is read exactly when RFC 3339 read by hand has an instant for it, and as that one; what is \
               printed is read as the same instant; instants are in the order of their texts",
    judge: |data| judge(data, &|text| instant_from_str(text).ok()),
    fault: "a reader that takes a minus before an offset for a plus",
    judge_spoiled: |data| {
        judge(data, &|text| {
            let (date, offset) = text.split_at_checked(text.len().checked_sub(6)?)?;
            instant_from_str(&format!("{date}{}", offset.replace('-', "+"))).ok()
        })
    },
    seeds: || Ok(SEEDS.iter().map(|text| text.as_bytes().to_vec()).collect()),
};

const SEEDS: [&str; 8] = [
    "1970-01-01T00:00:00Z\n1969-12-31T23:59:59.999Z\n9999-12-31T23:59:59.999Z\n0001-01-01T00:00:00Z",
    "2026-11-22T11:00:00+01:00\n2026-11-22t10:00:00.5z\n2024-02-29T00:00:00-05:30",
    "2016-12-31T23:59:60Z",
    "2026-11-22T10:00:00.0001Z\n2026-11-22T10:00:00.001000Z",
    "0000-12-31T23:59:59Z\n9999-12-31T23:59:59-00:01",
    "2026-02-29T00:00:00Z\n2026-11-22 10:00:00Z\n2026-11-22T10:00:00",
    "\0\0\0\0\0\0\0\x01",
    "tomorrow",
];

/// Texts of one input at most.
const TEXTS_MAX: usize = 8;
const FIRST_MS: i64 = -62_135_596_800_000;
const LAST_MS: i64 = 253_402_300_799_999;

fn judge(data: &[u8], read: &dyn Fn(&str) -> Option<i64>) -> Found {
    if let Some(number) = data.first_chunk::<8>() {
        print_any(i64::from_be_bytes(*number), read)?;
    }
    let Ok(text) = str::from_utf8(data) else { return Ok(Reached::Refused) };
    let mut earlier: Option<(i64, String)> = None;
    for text in text.split('\n').take(TEXTS_MAX) {
        let found = read(text);
        require_same(&found, &by_hand(text), text)?;
        let Some(instant_ms) = found else { continue };
        let printed = printed(instant_ms, read)?;
        if let Some((other_ms, other)) = &earlier {
            let by_text = with_milliseconds(&printed).cmp(&with_milliseconds(other));
            require(by_text == instant_ms.cmp(other_ms), || format!("{printed} and {other} are in another order"))?;
        }
        earlier = Some((instant_ms, printed));
    }
    Ok(if earlier.is_some() { Reached::Accepted } else { Reached::Refused })
}

/// Any number is printed and read again, or has no text.
fn print_any(instant_ms: i64, read: &dyn Fn(&str) -> Option<i64>) -> Found {
    let has_text = (FIRST_MS..=LAST_MS).contains(&instant_ms);
    require(instant_to_string(instant_ms).is_ok() == has_text, || format!("{instant_ms} has a text: {has_text}"))?;
    if has_text { printed(instant_ms, read).map(|_| Reached::Accepted) } else { Ok(Reached::Refused) }
}

fn printed(instant_ms: i64, read: &dyn Fn(&str) -> Option<i64>) -> Result<String, crate::Broken> {
    let printed = instant_to_string(instant_ms).unwrap_or_default();
    require_same(&read(&printed), &Some(instant_ms), &format!("`{printed}` is read again"))?;
    require_same(&by_hand(&printed), &Some(instant_ms), &format!("`{printed}` is read by hand"))?;
    require(matches!(printed.len(), 20 | 24), || format!("`{printed}` is not written shortly"))?;
    Ok(printed)
}

/// Of one width, so that the order of texts is that of instants.
fn with_milliseconds(printed: &str) -> String {
    if printed.len() == 20 { printed.replace('Z', ".000Z") } else { printed.to_owned() }
}

/// RFC 3339 by hand: a date, `T`, a time, perhaps a fraction, and `Z` or an offset; years 0001 to 9999 in UTC, no leap
/// second, nothing finer than a millisecond.
fn by_hand(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let number = |from: usize, digits: usize| -> Option<i64> {
        let digits = bytes.get(from..from.checked_add(digits)?)?;
        let all = digits.iter().all(u8::is_ascii_digit);
        all.then(|| digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
    };
    let stands = |at: usize, signs: &[u8]| bytes.get(at).filter(|byte| signs.contains(byte)).copied();
    for (at, signs) in [(4, &b"-"[..]), (7, b"-"), (10, b"Tt"), (13, b":"), (16, b":")] {
        stands(at, signs)?;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 2)?, number(8, 2)?);
    let (hour, minute, second) = (number(11, 2)?, number(14, 2)?, number(17, 2)?);
    let fraction_digits = match stands(19, b".") {
        Some(_) => bytes.get(20..)?.iter().take_while(|byte| byte.is_ascii_digit()).count(),
        None => 0,
    };
    let fraction = text.get(20..20 + fraction_digits).filter(|_| stands(19, b".").is_some());
    if fraction == Some("") || fraction.is_some_and(|digits| digits.bytes().skip(3).any(|digit| digit != b'0')) {
        return None;
    }
    let milliseconds: i64 = fraction.map_or(Some(0), |digits| format!("{digits:0<3}").get(..3)?.parse().ok())?;
    let at = if fraction.is_some() { 20 + fraction_digits } else { 19 };
    let offset_minutes = match (stands(at, b"Zz+-")?, bytes.len().checked_sub(at)?) {
        (b'Z' | b'z', 1) => 0,
        (sign @ (b'+' | b'-'), 6) => {
            stands(at + 3, b":")?;
            let (hours, minutes) = (number(at + 1, 2)?, number(at + 4, 2)?);
            let is_there = hours < 24 && minutes < 60;
            is_there.then_some((hours * 60 + minutes) * if sign == b'-' { -1 } else { 1 })?
        }
        _ => return None,
    };
    let is_there = (1..=12).contains(&month) && day >= 1 && day <= days_of(year, month);
    let is_there = is_there && hour < 24 && minute < 60 && second < 60;
    let minutes = (days_before(year, month, day) * 24 + hour) * 60 + minute - offset_minutes;
    let instant_ms = (minutes * 60 + second) * 1_000 + milliseconds;
    (is_there && (FIRST_MS..=LAST_MS).contains(&instant_ms)).then_some(instant_ms)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01, counted year by year of 400, 100, 4 and 1.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let whole = year - 1;
    let leaps = whole.div_euclid(4) - whole.div_euclid(100) + whole.div_euclid(400);
    let of_year: i64 = (1..month).map(|month| days_of(year, month)).sum();
    whole * 365 + leaps + of_year + day - 1 - 719_162
}

#[cfg(test)]
mod tests {
    use super::by_hand;

    #[test]
    fn what_is_read_by_hand_is_right() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-11-22T11:00:00+01:00", Some(1_795_341_600_000)),
            ("0001-01-01T00:00:00Z", Some(-62_135_596_800_000)),
            ("9999-12-31T23:59:59.999Z", Some(253_402_300_799_999)),
            ("2024-02-29T00:00:00.5Z", Some(1_709_164_800_500)),
            ("2026-02-29T00:00:00Z", None),
            ("2026-11-22T10:00:00.Z", None),
            ("2026-11-22T10:00:60Z", None),
        ] {
            assert_eq!(by_hand(text), expected, "{text}");
        }
    }
}
