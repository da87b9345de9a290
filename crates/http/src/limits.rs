//! Rate limits: 100 calls a minute per credential, bursts to 200 (contract section 3); per address: pages, forms, and
//! wrong guesses at credentials, passwords and links; and per account: passwords that are tried, and links that are sent.
//!
//! What cannot be remembered is refused, not let through: the number of addresses is bounded, and those beyond it share
//! one allowance.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, Hash, RandomState},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    extract::ConnectInfo,
    http::{Extensions, HeaderMap},
};
use governor::{
    NotUntil, Quota, RateLimiter,
    clock::{Clock, Reference},
    middleware::NoOpMiddleware,
    nanos::Nanos,
    state::keyed::DefaultKeyedStateStore,
};
use uuid::Uuid;

use crate::{error::ApiError, proxies::Proxies};

pub use self::stopwatch::Stopwatch;

mod stopwatch;

type Keyed<K> = RateLimiter<K, DefaultKeyedStateStore<K>, Stopwatch, NoOpMiddleware<Nanos>>;

/// The limits of this process.
pub struct Limits {
    per_credential: Option<Keyed<Uuid>>,
    per_address: Option<PerAddress>,
    proxies: Proxies,
    clock: Stopwatch,
}

/// What one address is allowed.
struct PerAddress {
    forms: Keyed<IpAddr>,
    pages: Keyed<IpAddr>,
    guesses: Keyed<IpAddr>,
    accounts: PerAccount,
    /// Those who guessed too often, and until when they are not listened to.
    shut: Mutex<HashMap<IpAddr, Nanos>>,
}

/// What is allowed about one e-mail address, whoever asks and whether anybody has it.
struct PerAccount {
    passwords: Keyed<u64>,
    links: Keyed<u64>,
    /// Makes numbers of e-mail addresses, which nobody can foresee.
    numbers: RandomState,
}

/// How many forms an address may send a minute.
const FORMS: NonZeroU32 = NonZeroU32::new(20).expect("a literal above zero");
/// How many pages an address may look at a minute: an office behind one address looks at many.
const PAGES: NonZeroU32 = NonZeroU32::new(600).expect("a literal above zero");
/// How many wrong credentials and links an address may try a minute.
const GUESSES: NonZeroU32 = NonZeroU32::new(30).expect("a literal above zero");
/// How many passwords may be tried of one account at once; then one a minute.
const PASSWORDS: NonZeroU32 = NonZeroU32::new(10).expect("a literal above zero");
/// How many links one account is sent at once; then one every five minutes.
const LINKS: NonZeroU32 = NonZeroU32::new(3).expect("a literal above zero");
const LINK_EVERY: Duration = Duration::from_mins(5);
/// How many addresses are told apart.
const ADDRESSES: usize = 100_000;
/// What the others are counted as.
const OTHERS: IpAddr = IpAddr::V4(Ipv4Addr::BROADCAST);

/// How much a caller may ask.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    /// Calls a minute, in the long run.
    pub per_minute: NonZeroU32,
    /// Calls at once after a pause.
    pub burst: NonZeroU32,
}

impl Default for Allowance {
    fn default() -> Self {
        let fixed = |n| NonZeroU32::new(n).expect("a literal above zero");
        Self { per_minute: fixed(100), burst: fixed(200) }
    }
}

impl Limits {
    /// Limits every credential to this, and addresses to what is written above; none switches limits off.
    pub fn new(allowance: Option<Allowance>) -> Self {
        Self::timed(allowance, Stopwatch::running())
    }

    /// The same, by another clock.
    pub fn timed(allowance: Option<Allowance>, clock: Stopwatch) -> Self {
        let address = |most| keyed(Quota::per_minute(most), &clock);
        let per_credential =
            allowance.map(|a| keyed(Quota::per_minute(a.per_minute).allow_burst(a.burst), &clock));
        let per_address = allowance.map(|_| PerAddress {
            forms: address(FORMS),
            pages: address(PAGES),
            guesses: address(GUESSES),
            accounts: PerAccount::new(&clock),
            shut: Mutex::default(),
        });
        Self { per_credential, per_address, proxies: Proxies::default(), clock }
    }

    /// Takes these proxies' word for the addresses they speak for.
    #[must_use]
    pub fn behind(self, proxies: Proxies) -> Self {
        Self { proxies, ..self }
    }

    /// Whom a request is counted for: who connected, or whom a trusted proxy speaks for. Without a connection (in tests),
    /// all are one.
    pub fn address(&self, extensions: &Extensions, headers: &HeaderMap) -> IpAddr {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        self.proxies.client(peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)), headers)
    }

    /// Counts one call of this caller, or says when to come back.
    pub fn count(&self, caller: Uuid) -> Result<(), ApiError> {
        let Some(limiter) = &self.per_credential else { return Ok(()) };
        limiter.check_key(&caller).map_err(|not_until| self.refuse(&not_until))
    }

    /// Counts one form that an address sends, or says when to come back.
    pub fn count_form(&self, address: IpAddr) -> Result<(), ApiError> {
        let Some(limits) = &self.per_address else { return Ok(()) };
        self.checked(&limits.forms, address)
    }

    /// Counts one page that an address looks at, or says when to come back.
    pub fn count_page(&self, address: IpAddr) -> Result<(), ApiError> {
        let Some(limits) = &self.per_address else { return Ok(()) };
        self.checked(&limits.pages, address)
    }

    /// Refuses an address that guessed too often, whatever it says now.
    pub fn may_guess(&self, address: IpAddr) -> Result<(), ApiError> {
        let Some(limits) = &self.per_address else { return Ok(()) };
        let (address, shut) = (network(address), limits.shut());
        let until = shut.get(&address).or_else(|| shut.get(&OTHERS));
        let wait = until.map_or(Duration::ZERO, |until| until.duration_since(self.clock.now()).into());
        if wait.is_zero() { Ok(()) } else { Err(ApiError::rate_limited(seconds(wait))) }
    }

    /// Counts one wrong credential or link of an address; too many, and it is not listened to for a while.
    pub fn guessed_wrong(&self, address: IpAddr) {
        let Some(limits) = &self.per_address else { return };
        let Err(not_until) = limits.guesses.check_key(&known(&limits.guesses, address)) else { return };
        let now = self.clock.now();
        let until = now + not_until.wait_time_from(now);
        let mut shut = limits.shut();
        let full = shut.len() >= ADDRESSES && !shut.contains_key(&network(address));
        shut.insert(if full { OTHERS } else { network(address) }, until);
    }

    /// Counts one password that is tried of an account, or says when to come back. `email` is in lower case.
    pub fn count_password(&self, email: &str) -> Result<(), ApiError> {
        let Some(PerAddress { accounts, .. }) = &self.per_address else { return Ok(()) };
        self.checked_of(&accounts.passwords, accounts.numbers.hash_one(email))
    }

    /// Counts one link that is asked for of an account, or says when to come back. `email` is in lower case.
    pub fn count_link(&self, email: &str) -> Result<(), ApiError> {
        let Some(PerAddress { accounts, .. }) = &self.per_address else { return Ok(()) };
        self.checked_of(&accounts.links, accounts.numbers.hash_one(email))
    }

    /// Past the most that are told apart, all are one.
    fn checked_of(&self, limiter: &Keyed<u64>, account: u64) -> Result<(), ApiError> {
        let account = if limiter.len() < ADDRESSES { account } else { 0 };
        limiter.check_key(&account).map_err(|not_until| self.refuse(&not_until))
    }

    fn checked(&self, limiter: &Keyed<IpAddr>, address: IpAddr) -> Result<(), ApiError> {
        limiter.check_key(&known(limiter, address)).map_err(|not_until| self.refuse(&not_until))
    }

    fn refuse(&self, not_until: &NotUntil<Nanos>) -> ApiError {
        ApiError::rate_limited(seconds(not_until.wait_time_from(self.clock.now())))
    }

    /// Drops callers that have not been seen for a while; to be called now and then.
    pub fn forget_idle(&self) {
        if let Some(limiter) = &self.per_credential {
            limiter.retain_recent();
        }
        if let Some(limits) = &self.per_address {
            for limiter in [&limits.forms, &limits.pages, &limits.guesses] {
                limiter.retain_recent();
            }
            for limiter in [&limits.accounts.passwords, &limits.accounts.links] {
                limiter.retain_recent();
            }
            let now = self.clock.now();
            limits.shut().retain(|_, until| *until > now);
        }
    }
}

impl PerAccount {
    fn new(clock: &Stopwatch) -> Self {
        let passwords = Quota::per_minute(NonZeroU32::MIN).allow_burst(PASSWORDS);
        let links = Quota::with_period(LINK_EVERY).expect("a literal above zero").allow_burst(LINKS);
        Self { passwords: keyed(passwords, clock), links: keyed(links, clock), numbers: RandomState::new() }
    }
}

impl PerAddress {
    fn shut(&self) -> MutexGuard<'_, HashMap<IpAddr, Nanos>> {
        self.shut.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn keyed<K: Hash + Eq + Clone>(quota: Quota, clock: &Stopwatch) -> Keyed<K> {
    RateLimiter::new(quota, DefaultKeyedStateStore::default(), clock.clone())
}

/// In whole seconds, rounded up.
fn seconds(wait: Duration) -> u64 {
    (wait + Duration::from_millis(999)).as_secs()
}

/// The address as it is counted; past the most that are told apart, all are one.
fn known(limiter: &Keyed<IpAddr>, address: IpAddr) -> IpAddr {
    if limiter.len() < ADDRESSES { network(address) } else { OTHERS }
}

/// What one subscriber is given: an IPv4 address, or 64 bits of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn limits() -> Limits {
        Limits::timed(Some(Allowance::default()), Stopwatch::standing())
    }

    #[test]
    fn memory_is_bounded_and_newcomers_beyond_it_share_one_allowance() {
        let limits = limits();
        let nth = |n: usize| IpAddr::V4(Ipv4Addr::from_bits(0x0b00_0000 + u32::try_from(n).unwrap()));
        let mut refused = 0;
        for n in 0..ADDRESSES + 2 * FORMS.get() as usize {
            refused += usize::from(limits.count_form(nth(n)).is_err());
            limits.guessed_wrong(nth(n));
        }
        assert_eq!(refused, FORMS.get() as usize);
        let kept = limits.per_address.as_ref().unwrap();
        assert!(kept.forms.len() <= ADDRESSES + 1 && kept.guesses.len() <= ADDRESSES + 1);
    }

    #[test]
    fn whoever_guesses_too_often_is_not_listened_to_and_others_are() {
        let limits = limits();
        let (wild, calm) = ("2001:db8::1".parse().unwrap(), "2001:db8:0:1::1".parse().unwrap());
        for _ in 0..GUESSES.get() {
            limits.guessed_wrong(wild);
            assert!(limits.may_guess(wild).is_ok());
        }
        limits.guessed_wrong(wild);
        let refusal = limits.may_guess("2001:db8::ffff".parse().unwrap()).unwrap_err();
        assert_eq!(refusal.retry_after(), Some(2));
        assert!(limits.may_guess(calm).is_ok());
        limits.clock.advance(Duration::from_millis(1_999));
        assert!(limits.may_guess(wild).is_err());
        limits.clock.advance(Duration::from_millis(1));
        assert!(limits.may_guess(wild).is_ok());
    }

    #[test]
    fn an_account_has_its_own_allowance_whoever_asks() {
        let limits = limits();
        for _ in 0..PASSWORDS.get() {
            limits.count_password("ada@example.com").unwrap();
        }
        let refusal = limits.count_password("ada@example.com").unwrap_err();
        assert_eq!(refusal.retry_after(), Some(60));
        limits.count_password("eve@example.com").unwrap();
        for _ in 0..LINKS.get() {
            limits.count_link("ada@example.com").unwrap();
        }
        assert_eq!(limits.count_link("ada@example.com").unwrap_err().retry_after(), Some(300));
        for n in 0..ADDRESSES + 2 * LINKS.get() as usize {
            let _ = limits.count_link(&n.to_string());
        }
        assert!(limits.count_link("a newcomer").is_err(), "newcomers beyond the bound share one allowance");
    }

    #[test]
    fn switched_off_nothing_is_counted() {
        let limits = Limits::new(None);
        let one = IpAddr::V4(Ipv4Addr::LOCALHOST);
        for _ in 0..1000 {
            limits.guessed_wrong(one);
            assert!(
                limits.count_form(one).is_ok()
                    && limits.count_page(one).is_ok()
                    && limits.may_guess(one).is_ok()
            );
        }
    }
}
