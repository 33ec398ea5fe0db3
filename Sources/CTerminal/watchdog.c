// A child that waits for us to end and does what no handler can: after SIGKILL, or the kernel's
// out-of-memory killer, it gives the terminal back.
//
// It waits for a lock that our thread holds, not for the end of a pipe: the kernel hands on the
// locks of the dead before it takes their memory apart and closes their files, so the child is
// mostly done before the shell hears of it and prints its prompt.

#define _GNU_SOURCE 1
#include "watchdog.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rescue.h"

static pthread_mutex_t *life;
static pid_t child;

static int make_lock(void) {
  void *page = mmap(NULL, sizeof *life, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return -1;
  life = page;
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(life, &attributes);
  pthread_mutexattr_destroy(&attributes);
  pthread_mutex_lock(life);
  return 0;
}

static void forget_lock(void) {
  munmap(life, sizeof *life);
  life = NULL;
}

static _Noreturn void watch(void) {
  rescue_close_others();
  setsid();  // what is sent to the whole job does not mean us
  // SIGTTOU among them: a background process may set the terminal's modes only if it ignores it.
  for (int signal_number = 1; signal_number < 32; signal_number++)
    signal(signal_number, SIG_IGN);
  // 0: dismissed; EOWNERDEAD: it ended without a word.
  if (pthread_mutex_lock(life) == EOWNERDEAD && rescue_claim()) {
    rescue_restore_if_untouched();
    rescue_release_messages();
  }
  _exit(0);
}

int watchdog_start(void) {
  if (make_lock() != 0) return -1;
  child = fork();
  if (child == 0) watch();
  if (child > 0) return 0;
  int reason = errno;
  forget_lock();
  errno = reason;
  return -1;
}

void watchdog_dismiss(void) {
  if (!life) return;
  pthread_mutex_unlock(life);
  while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
  forget_lock();
}
