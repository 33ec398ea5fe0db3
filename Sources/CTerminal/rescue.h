// Giving the terminal back without ncurses. What is marked (safe) may be called in a signal
// handler.
#ifndef RESCUE_H
#define RESCUE_H

#include <stdatomic.h>

// The escape sequence that leaves the alternate screen; NULL where there is none.
void rescue_set_way_out(const char *sequence);
// Remembers the modes of the terminal and makes the place for standard error. 0, or -1 with errno.
int rescue_open(int output);
void rescue_close(void);
// For the watchdog: what else the process has open is not kept open by it. (safe)
void rescue_close_others(void);

// True for exactly one caller between two calls of rescue_begin(), whatever thread or process it is
// in: the one that must restore the terminal. (safe)
int rescue_claim(void);
void rescue_begin(void);

// Leaves the screen as ncurses would, and the modes as we found them. (safe)
void rescue_restore(void);
// As above, but the modes only where nobody has set them since (a shell is quick). (safe)
void rescue_restore_if_untouched(void);

// Standard error aside while the screen is up, and back with what was said meanwhile. (safe)
void rescue_hold_messages(void);
void rescue_release_messages(void);
// Forgets all but the last, where a chatty library has said very much. From one thread.
void rescue_trim_messages(void);

#endif
