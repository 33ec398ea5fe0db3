// Signals become bytes in a pipe that the event loop polls. Also stops the job, and ends the
// process by a signal.

#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "CTerminal.h"

static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
enum { caught_count = sizeof caught / sizeof *caught };

static struct sigaction before[caught_count];
static int ends[2] = {-1, -1};

static void write_signal(int signal) {
  int saved = errno;
  unsigned char byte = (unsigned char)signal;
  // A full pipe already contains many signals.
  if (write(ends[1], &byte, 1) < 0) errno = saved;
  errno = saved;
}

int terminal_catch_signals(void) {
  if (ends[0] < 0 && pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
  struct sigaction action = {.sa_handler = write_signal, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < caught_count; i++) {
    sigaction(caught[i], NULL, &before[i]);
    if (before[i].sa_handler != SIG_IGN) sigaction(caught[i], &action, NULL);
  }
  return ends[0];
}

int terminal_next_signal(void) {
  unsigned char byte;
  return read(ends[0], &byte, 1) == 1 ? byte : 0;
}

// The pipe remains open, because a handler can still be running in another thread.
void terminal_release_signals(void) {
  for (int i = 0; i < caught_count; i++) sigaction(caught[i], &before[i], NULL);
}

void terminal_stop_job(void) {
  struct sigaction ours, ignore = {.sa_handler = SIG_IGN}, standard = {.sa_handler = SIG_DFL};
  sigaction(SIGTSTP, NULL, &ours);
  if (ours.sa_handler == SIG_IGN) return;  // the parent process does not allow stopping
  sigaction(SIGTSTP, &ignore, NULL);
  kill(0, SIGTSTP);
  // This process stops itself by raise(): another thread could handle a signal to the process, and
  // this thread would return to the screen before the process stops.
  sigaction(SIGTSTP, &standard, NULL);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
}

_Noreturn void terminal_exit_by(int signal) {
  struct sigaction standard = {.sa_handler = SIG_DFL};
  sigaction(signal, &standard, NULL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
  raise(signal);
  _exit(128 + signal);
}
