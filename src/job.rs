//! Background work: a named thread, progress on the way, and exactly one closing event.
//!
//! ```text
//! spawn ──► thread `job-…` ──► Progress* ──► Finished | Cancelled | Failed
//! ```
//!
//! Nothing here knows what is computed or who listens. Work that panics ends in
//! [`JobEvent::Failed`]: the program goes on, so the panic hook must leave these threads alone
//! ([`note_panic`]).

use std::{
    any::Any,
    cell::RefCell,
    panic::{self, AssertUnwindSafe, PanicHookInfo},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

/// What the name of every job thread starts with.
pub const THREAD_PREFIX: &str = "job-";

thread_local! {
    /// The panic that is unwinding this thread: what the hook saw, with its place in the source.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Asks work to stop. Clones ask the same work; nothing is killed.
///
/// Work looks at it between steps, often enough to answer within 100 ms.
#[derive(Debug, Clone, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// A token that nobody has cancelled yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the work to stop. There is no way back.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a job tells: any number of [`JobEvent::Progress`], then one of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobEvent<P, T> {
    /// How far the work is. None follows a cancellation.
    Progress(P),
    /// The result. Last event.
    Finished(T),
    /// The work was cancelled; whatever it had is dropped. Last event.
    Cancelled,
    /// The work panicked, or no thread was to be had: what went wrong. Last event.
    Failed(String),
}

/// A running job. Dropping it cancels the work: who leaves a page needs its result no more.
#[derive(Debug)]
#[must_use = "dropping a job cancels it"]
pub struct Job {
    token: CancelToken,
}

impl Job {
    /// Asks the work to stop.
    pub fn cancel(&self) {
        self.token.cancel();
    }

    /// Whether it was asked to.
    pub fn is_cancelled(&self) -> bool {
        self.token.is_cancelled()
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.token.cancel();
    }
}

/// Runs `work` on a thread named `job-{name}` and hands what happens to `events`, on that thread.
///
/// `work` gets the token to look at and a function that reports progress.
pub fn spawn<P, T>(
    name: &str,
    events: impl Fn(JobEvent<P, T>) + Send + Sync + 'static,
    work: impl FnOnce(&CancelToken, &dyn Fn(P)) -> T + Send + 'static,
) -> Job {
    let token = CancelToken::new();
    let events = Arc::new(events);
    let spawned = thread::Builder::new().name(format!("{THREAD_PREFIX}{name}")).spawn({
        let (token, events) = (token.clone(), Arc::clone(&events));
        move || {
            let progress = |step| {
                if !token.is_cancelled() {
                    events(JobEvent::Progress(step));
                }
            };
            let outcome = panic::catch_unwind(AssertUnwindSafe(|| work(&token, &progress)));
            events(closing(&token, outcome));
        }
    });
    if let Err(error) = spawned {
        events(JobEvent::Failed(format!("no thread for `{name}`: {error}")));
    }
    Job { token }
}

/// A panic outweighs a cancellation: it is a mistake in the program and has to be seen.
fn closing<P, T>(token: &CancelToken, outcome: thread::Result<T>) -> JobEvent<P, T> {
    match outcome {
        Err(payload) => JobEvent::Failed(
            PANIC.take().unwrap_or_else(|| panic_message(payload.as_ref()).to_owned()),
        ),
        Ok(_) if token.is_cancelled() => JobEvent::Cancelled,
        Ok(result) => JobEvent::Finished(result),
    }
}

/// For a panic hook: on a job's thread, keeps message and place for [`JobEvent::Failed`] and says
/// yes; the hook then has nothing to do. On any other thread says no.
pub fn note_panic(info: &PanicHookInfo<'_>) -> bool {
    let is_job = thread::current().name().is_some_and(|name| name.starts_with(THREAD_PREFIX));
    if is_job {
        let message = panic_message(info.payload());
        let note = info.location().map_or_else(
            || message.to_owned(),
            |at| format!("{message} ({}:{})", at.file(), at.line()),
        );
        PANIC.set(Some(note));
    }
    is_job
}

/// The text of a panic, which is nearly always a string.
pub fn panic_message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("panic without a message")
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use proptest::prelude::*;

    use super::*;

    type Events = Vec<JobEvent<u32, u32>>;

    /// All events until the thread is gone: the channel closes when it drops the sender.
    fn events_of(
        before: impl FnOnce(&Job),
        work: impl FnOnce(&CancelToken, &dyn Fn(u32)) -> u32 + Send + 'static,
    ) -> Events {
        let (sender, receiver) = mpsc::channel();
        let job = spawn("test", move |event| sender.send(event).unwrap(), work);
        before(&job);
        let mut events = Vec::new();
        while let Ok(event) = receiver.recv_timeout(Duration::from_secs(20)) {
            events.push(event);
        }
        events
    }

    #[test]
    fn progress_comes_before_the_result() {
        let events = events_of(
            |_| (),
            |_, progress| {
                progress(1);
                progress(2);
                3
            },
        );
        let progress = [JobEvent::Progress(1), JobEvent::Progress(2)];
        assert_eq!(events, [&progress[..], &[JobEvent::Finished(3)]].concat());
    }

    #[test]
    fn a_panic_becomes_an_event_with_its_message() {
        let events = events_of(|_| (), |_, _| panic!("boom {}", 7));
        let [JobEvent::Failed(message)] = &events[..] else { panic!("{events:?}") };
        assert!(message.starts_with("boom 7"), "{message}");
    }

    #[test]
    fn a_panic_without_text_becomes_an_event_too() {
        let events = events_of(|_| (), |_, _| panic::panic_any(7_u8));
        assert_eq!(events, [JobEvent::Failed("panic without a message".into())]);
    }

    #[test]
    fn cancelled_work_reports_nothing_more() {
        let (asked, wait) = mpsc::channel();
        let events = events_of(
            move |job| {
                job.cancel();
                assert!(job.is_cancelled());
                asked.send(()).unwrap();
            },
            move |token, progress| {
                wait.recv().unwrap();
                assert!(token.is_cancelled());
                progress(1);
                2
            },
        );
        assert_eq!(events, [JobEvent::Cancelled]);
    }

    #[test]
    fn dropping_the_job_cancels_the_work() {
        let (sender, receiver) = mpsc::channel::<JobEvent<u32, u32>>();
        let work = |token: &CancelToken, _: &dyn Fn(u32)| {
            while !token.is_cancelled() {
                thread::yield_now();
            }
            1
        };
        drop(spawn("test", move |event| sender.send(event).unwrap(), work));
        let event = receiver.recv_timeout(Duration::from_secs(20)).unwrap();
        assert_eq!(event, JobEvent::Cancelled);
    }

    #[test]
    fn the_thread_says_what_it_is() {
        let (sender, receiver) = mpsc::channel();
        let _job = spawn(
            "demo",
            |_: JobEvent<(), ()>| (),
            move |_, _| sender.send(thread::current().name().map(str::to_owned)).unwrap(),
        );
        assert_eq!(receiver.recv().unwrap().as_deref(), Some("job-demo"));
    }

    /// Steps of progress, when to cancel (if ever), and whether the work ends in a panic.
    fn outcome_of(steps: u32, cancel_at: Option<u32>, fails: bool) -> Events {
        events_of(
            |_| (),
            move |token, progress| {
                for step in 0..steps {
                    if cancel_at == Some(step) {
                        token.cancel();
                    }
                    progress(step);
                }
                assert!(!fails, "as asked");
                steps
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn there_is_exactly_one_closing_event_and_it_is_the_last(
            steps in 0_u32..20,
            cancel_at in proptest::option::of(0_u32..20),
            fails: bool,
        ) {
            let events = outcome_of(steps, cancel_at, fails);
            let cancelled = cancel_at.is_some_and(|at| at < steps);
            let (last, rest) = events.split_last().unwrap();
            prop_assert!(rest.iter().all(|event| matches!(event, JobEvent::Progress(_))));
            prop_assert_eq!(rest.len() as u32, if cancelled { cancel_at.unwrap() } else { steps });
            match last {
                JobEvent::Failed(_) => prop_assert!(fails),
                JobEvent::Cancelled => prop_assert!(cancelled && !fails),
                JobEvent::Finished(n) => prop_assert!(*n == steps && !cancelled && !fails),
                JobEvent::Progress(_) => prop_assert!(false, "no closing event"),
            }
        }
    }
}
