// What the Swift side may know of ncurses, signals and crashes. Needs no other header, so that
// none of the macros and variables of <curses.h> reach Swift.
#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stddef.h>
#include <stdint.h>

// -- facts.c: what terminfo and the locale say, before anything is opened ------------------------

typedef struct {
  int32_t known;         // 0: terminfo has no such entry
  int32_t moves_cursor;  // 0: nothing can be drawn (TERM=dumb)
  int32_t colors;        // 0 when it has none
  int32_t utf8;          // the locale's encoding is UTF-8
} terminal_facts;

// Also keeps the entry's way out of the alternate screen, for the rescue.
terminal_facts terminal_look_up(const char *type);

// -- screen.c: cells out -------------------------------------------------------------------------

enum {
  TERMINAL_BOLD = 1,
  TERMINAL_DIM = 2,
  TERMINAL_ITALIC = 4,
  TERMINAL_UNDERLINE = 8,
  TERMINAL_REVERSE = 16,
};

enum {
  TERMINAL_CONTINUATION = 0x110000,  // the glyph of a wide character's right half
};

typedef struct {
  uint32_t glyph;
  int32_t pair;
  uint32_t attributes;
} terminal_cell;

// 0, or -1 where ncurses cannot use the terminal. Install the signal handlers first: ncurses keeps
// those it finds.
int terminal_open(const char *type, int input, int output, int wants_color);
void terminal_close(void);
int terminal_is_open(void);
// Off the screen for a while (stopped by ^Z) and back, with everything repainted.
void terminal_leave(void);
void terminal_return(void);

void terminal_get_size(int output, int32_t *width, int32_t *height);
void terminal_resize(int32_t width, int32_t height);

int32_t terminal_pair_count(void);
// A colour below 0 is the terminal's own. A live pair must not be defined again.
void terminal_define_pair(int32_t pair, int32_t foreground, int32_t background);
void terminal_forget_pairs(void);

void terminal_put_row(int32_t y, const terminal_cell *cells, int32_t count);
// Sends what has changed, and then these bytes in the same frame; they leave no colour set.
void terminal_update(const uint8_t *bytes, size_t count);
// A cell holds one column: a space for nothing, "?" for control characters, combining and wide ones.
uint32_t terminal_one_column(uint32_t glyph);
// The next update sends every cell.
void terminal_invalidate(void);
// Asks for the colour of the ground and then for the device attributes; the answers are read as
// characters.
void terminal_ask_ground(void);

// -- input.c: keys, mouse and paste in -----------------------------------------------------------

enum {
  TERMINAL_NOTHING,
  TERMINAL_CHARACTER,  // value: a scalar, control characters included
  TERMINAL_KEY,        // value: one of TERMINAL_KEY_…
  TERMINAL_CLICK,
  TERMINAL_DRAG,
  TERMINAL_WHEEL_UP,
  TERMINAL_WHEEL_DOWN,
  TERMINAL_PASTE_BEGIN,
  TERMINAL_PASTE_END,
  TERMINAL_OTHER,  // something was read that nobody needs
};

enum {
  TERMINAL_KEY_UP,
  TERMINAL_KEY_DOWN,
  TERMINAL_KEY_LEFT,
  TERMINAL_KEY_RIGHT,
  TERMINAL_KEY_HOME,
  TERMINAL_KEY_END,
  TERMINAL_KEY_PAGE_UP,
  TERMINAL_KEY_PAGE_DOWN,
  TERMINAL_KEY_ENTER,
  TERMINAL_KEY_BACKSPACE,
  TERMINAL_KEY_DELETE,
  TERMINAL_KEY_BACK_TAB,
  TERMINAL_KEY_FUNCTION,  // F1 is one more
};

typedef struct {
  int32_t kind;
  int32_t value;
  int32_t x, y;
} terminal_input;

// Never waits, but up to 25 ms for the rest of an escape sequence.
terminal_input terminal_read(void);
void terminal_set_mouse(int on);

// -- signals.c: signals become bytes in a pipe ---------------------------------------------------

// The descriptor to poll, or -1. INT, TERM, HUP, QUIT, TSTP, CONT and WINCH come through it;
// those that the parent had ignored (nohup) stay ignored.
int terminal_catch_signals(void);
int terminal_next_signal(void);  // 0: none
void terminal_release_signals(void);
// Stops the whole job, as the terminal's own ^Z would. Returns after SIGCONT.
void terminal_stop_job(void);
// Dies by the signal's default action, so that the parent sees why.
_Noreturn void terminal_die(int signal);

// -- guard.c, rescue.c, watchdog.c: the terminal is given back whatever happens ------------------

// Remembers the terminal's modes and forks the watchdog. 0, or -1 with errno.
int terminal_guard_open(int output);
// From here to disarm: standard error is kept aside (where it is a terminal), a crash in any thread
// restores the terminal before it is reported, and the watchdog restores it if we are killed.
void terminal_guard_arm(void);
void terminal_guard_disarm(void);
void terminal_guard_close(void);
// A stack for signal handlers, so that this thread's stack overflow is caught too. Freed with it.
void terminal_guard_thread(void);

// -- wakeup.c ------------------------------------------------------------------------------------

int terminal_wakeup_open(void);  // -1 with errno
void terminal_wakeup_signal(int descriptor);
void terminal_wakeup_drain(int descriptor);

#endif
