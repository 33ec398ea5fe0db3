// After a crash in any thread, restores the terminal first; then the previous handler reports the
// crash (the default action, or the backtrace of the Swift runtime).

#define _GNU_SOURCE 1
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CTerminal.h"
#include "rescue.h"
#include "watchdog.h"

static const int crashes[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGSYS};
enum { crash_count = sizeof crashes / sizeof *crashes };

static struct sigaction before[crash_count];
static atomic_int crashing_thread;

static void restore_handlers(void) {
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &before[i], NULL);
}

static void crashed(int signal_number, siginfo_t *info, void *context) {
  (void)context;
  int first = 0;
  if (!atomic_compare_exchange_strong(&crashing_thread, &first, gettid()) && first != gettid())
    for (;;) pause();  // the first thread that crashed is about to end the process
  if (rescue_claim()) {
    rescue_restore();
    rescue_release_messages();
  }
  restore_handlers();
  // A fault occurs again after the return; a signal that was sent must be sent again.
  if (info->si_code <= 0) raise(signal_number);
}

// Restores the terminal after exit().
static void restore_at_exit(void) {
  if (!rescue_claim()) return;
  rescue_restore();
  rescue_release_messages();
}

int terminal_guard_open(int output) {
  static int registered;
  if (rescue_open(output) != 0 || watchdog_start() != 0) {
    int reason = errno;
    rescue_close();
    errno = reason;
    return -1;
  }
  if (!registered) registered = atexit(restore_at_exit) == 0;
  return 0;
}

void terminal_guard_arm(void) {
  terminal_guard_thread();
  struct sigaction action = {.sa_sigaction = crashed,
                             .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &action, &before[i]);
  rescue_hold_messages();
  rescue_begin();
}

void terminal_guard_disarm(void) {
  if (!rescue_claim()) return;
  restore_handlers();
  rescue_release_messages();
}

void terminal_guard_close(void) {
  terminal_guard_disarm();
  watchdog_dismiss();
  rescue_close();
}

void terminal_guard_pictures(int on) { rescue_set_pictures(on); }

// -- a stack for signal handlers in each thread ---------------------------------------------------

enum { handler_stack_size = 128 * 1024 };
static pthread_key_t stack_key;
static pthread_once_t stack_key_made = PTHREAD_ONCE_INIT;

static void free_stack(void *memory) {
  stack_t none = {.ss_flags = SS_DISABLE};
  sigaltstack(&none, NULL);
  munmap(memory, handler_stack_size);
}

static void make_stack_key(void) { pthread_key_create(&stack_key, free_stack); }

void terminal_guard_thread(void) {
  stack_t current;
  // The thread can have a stack from the runtime.
  if (sigaltstack(NULL, &current) != 0 || !(current.ss_flags & SS_DISABLE)) return;
  pthread_once(&stack_key_made, make_stack_key);
  void *memory = mmap(NULL, handler_stack_size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return;
  stack_t stack = {.ss_sp = memory, .ss_size = handler_stack_size};
  if (sigaltstack(&stack, NULL) == 0) pthread_setspecific(stack_key, memory);
  else munmap(memory, handler_stack_size);
}
