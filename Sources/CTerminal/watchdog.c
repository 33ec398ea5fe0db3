// A child that waits for us to end and does what no handler can: after SIGKILL, or the kernel's
// out-of-memory killer, it gives the terminal back.

#define _GNU_SOURCE 1
#include "watchdog.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rescue.h"

static int lifeline = -1;
static pid_t child;

// Only async-signal-safe calls: we may be forked from a process with threads.
static _Noreturn void watch(int our_end) {
  setsid();  // what is sent to the whole job does not mean us
  // SIGTTOU among them: a background process may set the terminal's modes only if it ignores it.
  for (int signal_number = 1; signal_number < 32; signal_number++)
    signal(signal_number, SIG_IGN);
  char byte;
  while (read(our_end, &byte, 1) < 0 && errno == EINTR) continue;
  if (rescue_claim()) {
    rescue_restore_if_untouched();
    rescue_release_messages();
  }
  _exit(0);
}

int watchdog_start(void) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  child = fork();
  if (child < 0) {
    close(ends[0]);
    close(ends[1]);
    return -1;
  }
  if (child == 0) {
    close(ends[1]);
    watch(ends[0]);
  }
  close(ends[0]);
  lifeline = ends[1];
  return 0;
}

void watchdog_dismiss(void) {
  if (lifeline < 0) return;
  close(lifeline);
  lifeline = -1;
  while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
}
