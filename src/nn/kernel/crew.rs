//! Threads that work on one job together and wait for the next one awake.
//!
//! A network of 80 layers on two threads is more than a hundred jobs of some ten microseconds. A thread
//! that sleeps between them needs as long to wake up as the job takes: with a general thread pool the
//! second thread brought nothing. Here the others look for work in a loop, and only after a while
//! without any they sleep.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::{hint, panic};

/// Looks of a waiting thread before it lets others run (some 20 µs), and then before it sleeps. On a
/// machine where others are at work too, the thread that is waited for may need this very processor.
const SPINS: u32 = 2_000;
const YIELDS: u32 = 1_000;

/// What every thread of the crew calls once.
type Job = &'static (dyn Fn() + Sync);

/// The calling thread and some others.
#[derive(Debug)]
pub struct Crew {
    shared: Arc<Shared>,
    others: Vec<JoinHandle<()>>,
    /// One job at a time: who comes second waits.
    turn: Mutex<()>,
}

/// What the threads see of each other.
#[derive(Default)]
struct Shared {
    /// Counts jobs: a thread that sees a new number takes `job`.
    number: AtomicUsize,
    job: Mutex<Option<Job>>,
    /// Threads that are not done with the job.
    busy: AtomicUsize,
    panicked: AtomicBool,
    /// The crew is dropped.
    over: AtomicBool,
    /// How many sleep; with the lock held, nobody falls asleep.
    asleep: Mutex<usize>,
    wake: Condvar,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("number", &self.number).finish_non_exhaustive()
    }
}

impl Crew {
    /// A crew of `threads` threads, the caller's among them. Fewer if the system refuses to start more.
    pub fn new(threads: usize) -> Self {
        let shared = Arc::new(Shared::default());
        let start = |index| {
            let shared = Arc::clone(&shared);
            let name = format!("engine-{index}");
            thread::Builder::new().name(name).spawn(move || shared.serve()).ok()
        };
        let others = (1..threads).map_while(start).collect();
        Self { shared, others, turn: Mutex::new(()) }
    }

    /// Whether there is anybody but the caller.
    pub fn is_alone(&self) -> bool {
        self.others.is_empty()
    }

    /// Does `work` on every piece, each on some thread. Whoever is free takes the next one.
    ///
    /// # Panics
    /// When `work` panics, after all threads have come to rest.
    pub fn each<T: Send>(&self, pieces: Vec<T>, work: impl Fn(T) + Sync) {
        let pieces: Vec<_> = pieces.into_iter().map(|piece| Mutex::new(Some(piece))).collect();
        let next = AtomicUsize::new(0);
        self.all(&|| {
            while let Some(piece) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
                let piece = piece.lock().unwrap_or_else(PoisonError::into_inner).take();
                piece.into_iter().for_each(&work);
            }
        });
    }

    /// Calls `job` on every thread and returns when all are done.
    #[expect(unsafe_code, reason = "the job is lent to threads that outlive it")]
    fn all(&self, job: &(dyn Fn() + Sync)) {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        // SAFETY: only the lifetime changes. The threads use the job between `begin` and the end of
        // `AllDone`, which is dropped before this function returns or unwinds: it waits until every
        // thread has let go of it.
        let job: Job = unsafe { std::mem::transmute::<&(dyn Fn() + Sync), Job>(job) };
        self.shared.begin(job, self.others.len());
        let done = AllDone(&self.shared);
        job();
        drop(done);
        assert!(
            !self.shared.panicked.swap(false, Ordering::Relaxed),
            "a thread of the crew panicked"
        );
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::Release);
        self.shared.announce();
        for thread in self.others.drain(..) {
            // It never panics: `serve` catches what the work does.
            drop(thread.join());
        }
    }
}

/// Waits at its end until no thread is busy.
struct AllDone<'a>(&'a Shared);

impl Drop for AllDone<'_> {
    fn drop(&mut self) {
        let mut looks = 0;
        while self.0.busy.load(Ordering::Acquire) > 0 {
            pause(&mut looks);
        }
        *self.0.job.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Shared {
    fn begin(&self, job: Job, others: usize) {
        *self.job.lock().unwrap_or_else(PoisonError::into_inner) = Some(job);
        self.busy.store(others, Ordering::Release);
        self.announce();
    }

    /// Tells the others that there is something new.
    fn announce(&self) {
        self.number.fetch_add(1, Ordering::SeqCst);
        if *self.asleep.lock().unwrap_or_else(PoisonError::into_inner) > 0 {
            self.wake.notify_all();
        }
    }

    /// The life of a thread: one job after the other.
    fn serve(&self) {
        let mut seen = 0;
        loop {
            seen = self.wait_for_news(seen);
            if self.over.load(Ordering::Acquire) {
                return;
            }
            let job = *self.job.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(job) = job {
                if panic::catch_unwind(panic::AssertUnwindSafe(job)).is_err() {
                    self.panicked.store(true, Ordering::Relaxed);
                }
                self.busy.fetch_sub(1, Ordering::Release);
            }
        }
    }

    /// Returns when the number is no longer `seen`.
    fn wait_for_news(&self, seen: usize) -> usize {
        let news = || Some(self.number.load(Ordering::SeqCst)).filter(|&number| number != seen);
        let mut looks = 0;
        while looks < SPINS + YIELDS {
            if let Some(number) = news() {
                return number;
            }
            pause(&mut looks);
        }
        let mut asleep = self.asleep.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(number) = news() {
                return number;
            }
            *asleep += 1;
            asleep = self.wake.wait(asleep).unwrap_or_else(PoisonError::into_inner);
            *asleep -= 1;
        }
    }
}

/// A short wait; after many of them, one that lets other threads run.
fn pause(looks: &mut u32) {
    *looks = looks.saturating_add(1);
    if *looks < SPINS {
        hint::spin_loop();
    } else {
        thread::yield_now();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(sum: &AtomicUsize, n: usize) {
        sum.fetch_add(n, Ordering::Relaxed);
    }

    #[test]
    fn every_piece_is_done_once() {
        for threads in [0, 1, 2, 3, 8] {
            let crew = Crew::new(threads);
            for round in 0..200 {
                let mut values = [round; 37];
                crew.each(values.iter_mut().collect(), |value| *value += 1);
                assert!(values.iter().all(|&value| value == round + 1), "{threads} threads");
            }
        }
    }

    #[test]
    fn a_crew_that_slept_goes_on() {
        let crew = Crew::new(3);
        let sum = AtomicUsize::new(0);
        crew.each((1..=10).collect(), |n| add(&sum, n));
        // Until both are asleep; should they never be, the test says nothing and still ends.
        for _ in 0..1_000_000 {
            if *crew.shared.asleep.lock().unwrap() == 2 {
                break;
            }
            thread::yield_now();
        }
        crew.each((1..=10).collect(), |n| add(&sum, n));
        assert_eq!(sum.into_inner(), 110);
    }

    #[test]
    fn two_callers_take_turns() {
        let crew = Crew::new(2);
        let sum = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        crew.each(vec![1; 10], |n| add(&sum, n));
                    }
                });
            }
        });
        assert_eq!(sum.into_inner(), 4 * 50 * 10);
    }

    #[test]
    fn a_panic_reaches_the_caller_and_the_crew_goes_on() {
        let crew = Crew::new(2);
        let work = |n: usize| assert!(n != 3, "three");
        let outcome = panic::catch_unwind(panic::AssertUnwindSafe(|| {
            crew.each((0..100).collect(), work);
        }));
        assert!(outcome.is_err());
        let sum = AtomicUsize::new(0);
        crew.each(vec![1; 10], |n| add(&sum, n));
        assert_eq!(sum.into_inner(), 10);
    }
}
