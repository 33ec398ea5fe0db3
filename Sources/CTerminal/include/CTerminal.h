// The interface of ncurses, signals and the crash guard for Swift. It includes no header of
// ncurses, whose macros and variables are therefore not visible in Swift.
#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stddef.h>
#include <stdint.h>

// -- terminal_type.c: properties of a terminal type, without opening a terminal -------------------

typedef struct {
  int32_t known;         // 0: terminfo has no entry
  int32_t moves_cursor;  // 0: the cursor cannot be moved (TERM=dumb)
  int32_t colors;        // 0: no colours
  int32_t utf8;          // 1: the encoding of the locale is UTF-8
} terminal_type_info;

// Also stores the sequence that leaves the alternate screen, for rescue.c.
terminal_type_info terminal_look_up(const char *type);

// -- screen.c: output of cells --------------------------------------------------------------------

enum {
  TERMINAL_BOLD = 1,
  TERMINAL_DIM = 2,
  TERMINAL_ITALIC = 4,
  TERMINAL_UNDERLINE = 8,
  TERMINAL_REVERSE = 16,
};

enum {
  TERMINAL_CONTINUATION = 0x110000,  // the glyph of the right half of a wide character
};

typedef struct {
  uint32_t glyph;
  int32_t pair;
  uint32_t attributes;
} terminal_cell;

// Returns 0, or -1 if ncurses cannot use the terminal. Signal handlers must be installed before,
// because ncurses does not replace handlers.
int terminal_open(const char *type, int input, int output, int wants_color);
void terminal_close(void);
int terminal_is_open(void);
// Leaves the screen (for ^Z) and returns to it; the screen is then repainted.
void terminal_leave(void);
void terminal_return(void);

void terminal_get_size(int output, int32_t *width, int32_t *height);
// The size of a cell in pixels; 0 if the terminal driver does not have it.
void terminal_get_cell_pixels(int output, int32_t *width, int32_t *height);
void terminal_resize(int32_t width, int32_t height);

int32_t terminal_pair_count(void);
// A negative colour is the terminal's own. A pair must not be redefined while it is on the screen.
void terminal_define_pair(int32_t pair, int32_t foreground, int32_t background);
void terminal_forget_pairs(void);

void terminal_put_row(int32_t y, const terminal_cell *cells, int32_t count);
// Sends the changes and then some bytes in the same frame, which must end with the terminal's own
// colours.
void terminal_update(const uint8_t *bytes, size_t count);
// Returns the glyph if it takes one column; a space for 0, "?" for control, combining and wide
// characters.
uint32_t terminal_one_column(uint32_t glyph);
// Creates the next update send every cell.
void terminal_invalidate(void);
// Makes the next update send a row, as far as ncurses draws it.
void terminal_redraw_row(int32_t y);
// Sends bytes at once. The answers to questions are read as characters.
void terminal_send(const uint8_t *bytes, size_t count);

// -- input.c: keys, mouse and pasted text ---------------------------------------------------------

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
  TERMINAL_OTHER,  // input that is ignored
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
  TERMINAL_KEY_FUNCTION,  // F1 is TERMINAL_KEY_FUNCTION + 1
};

typedef struct {
  int32_t kind;
  int32_t value;
  int32_t x, y;
} terminal_input;

// Does not wait, except up to 25 ms for the rest of an escape sequence.
terminal_input terminal_read(void);
void terminal_set_mouse(int on);

// -- signals.c: signals become bytes in a pipe ----------------------------------------------------

// Returns the descriptor to poll, or -1. It receives INT, TERM, HUP, QUIT, TSTP, CONT and WINCH.
// Signals that the parent process ignores (nohup) remain ignored.
int terminal_catch_signals(void);
// Returns the next signal, or 0.
int terminal_next_signal(void);
void terminal_release_signals(void);
// Stops the whole job, as ^Z does in a shell. Returns after SIGCONT.
void terminal_stop_job(void);
// Ends the process by the default action of a signal, so that the parent process sees the reason.
_Noreturn void terminal_exit_by(int signal);

// -- guard.c, rescue.c, watchdog.c: restoring the terminal after every kind of end ----------------

// Stores the terminal's modes and forks the watchdog. Returns 0, or -1 with errno set.
int terminal_guard_open(int output);
// Until terminal_guard_disarm(), standard error is held back (if it is a terminal), a crash in any
// thread restores the terminal before it is reported, and the watchdog restores it if the process
// is killed.
void terminal_guard_arm(void);
void terminal_guard_disarm(void);
void terminal_guard_close(void);
// Sets whether pictures are removed when the terminal is restored: 1 while it can show some.
void terminal_guard_pictures(int on);
// Gives the calling thread a stack for signal handlers, which a stack overflow needs. It is freed
// with the thread.
void terminal_guard_thread(void);

// -- wakeup.c -------------------------------------------------------------------------------------

// Returns a descriptor, or -1 with errno set.
int terminal_wakeup_open(void);
void terminal_wakeup_signal(int descriptor);
void terminal_wakeup_drain(int descriptor);

#endif
