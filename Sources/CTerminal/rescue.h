// Restores the terminal without ncurses. Functions marked (safe) can be called in a signal handler.
#ifndef RESCUE_H
#define RESCUE_H

#include <stdatomic.h>

// Sets the escape sequence that leaves the alternate screen; NULL if there is none.
void rescue_set_exit_sequence(const char *sequence);
// Stores the modes of the terminal and creates the buffer for standard error. Returns 0, or -1 with
// errno set.
int rescue_open(int output);
void rescue_close(void);
// Closes all other descriptors, so that the watchdog does not keep them open. (safe)
void rescue_close_others(void);

// Returns true for exactly one caller, in any thread or process, after each call of rescue_begin():
// the caller that must restore the terminal. (safe)
int rescue_claim(void);
void rescue_begin(void);

// Sets whether pictures are removed before the screen is left. (safe)
void rescue_set_pictures(int on);

// Leaves the screen as ncurses does and restores the modes. (safe)
void rescue_restore(void);
// Leaves the screen, and restores the modes unless another program, such as the shell, has set them
// since. (safe)
void rescue_restore_if_untouched(void);

// Redirects standard error to the buffer while the screen is shown; then restores it and writes the
// messages. (safe)
void rescue_hold_messages(void);
void rescue_release_messages(void);
// Discards old messages if the buffer is very large. Called by one thread only.
void rescue_trim_messages(void);

#endif
