// A child process that restores the terminal after the parent process was killed by SIGKILL or by
// the kernel because of missing memory, which no handler can catch.
//
// The child waits for a lock that the main thread holds, not for the end of a pipe: the kernel
// releases the locks of a dead process before it frees its memory and closes its files, so the
// child is usually finished before the shell prints its prompt.

#define _GNU_SOURCE 1
#include "watchdog.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process_name.h"
#include "rescue.h"

static pthread_mutex_t *alive_lock;
static pid_t child;

static int make_lock(void) {
  int access = PROT_READ | PROT_WRITE;
  void *page = mmap(NULL, sizeof *alive_lock, access, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return -1;
  alive_lock = page;
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(alive_lock, &attributes);
  pthread_mutexattr_destroy(&attributes);
  pthread_mutex_lock(alive_lock);
  return 0;
}

static void free_lock(void) {
  munmap(alive_lock, sizeof *alive_lock);
  alive_lock = NULL;
}

static _Noreturn void watch(void) {
  rescue_close_others();
  process_name_set("alexnet-guard");
  setsid();  // signals to the whole job do not reach this process
  // This includes SIGTTOU: a background process can set the terminal's modes only if it ignores the
  // signal.
  for (int signal_number = 1; signal_number < 32; signal_number++)
    signal(signal_number, SIG_IGN);
  // 0: dismissed; EOWNERDEAD: the parent process ended without unlocking.
  if (pthread_mutex_lock(alive_lock) == EOWNERDEAD && rescue_claim()) {
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
  free_lock();
  errno = reason;
  return -1;
}

void watchdog_dismiss(void) {
  if (!alive_lock) return;
  pthread_mutex_unlock(alive_lock);
  while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
  free_lock();
}
