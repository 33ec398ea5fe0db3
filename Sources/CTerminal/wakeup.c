// A descriptor that any thread can make readable to wake the thread that polls it.

#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "CTerminal.h"

int terminal_wakeup_open(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

void terminal_wakeup_signal(int descriptor) {
  // Fails only if the counter is full; the descriptor is then readable already.
  eventfd_write(descriptor, 1);
}

void terminal_wakeup_drain(int descriptor) {
  eventfd_t count;
  eventfd_read(descriptor, &count);
}
