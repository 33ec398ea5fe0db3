// Rows of cells out through ncurses. One screen a process.

#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1
#include <ncursesw/curses.h>

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "CTerminal.h"
#include "keys.h"
#include "rescue.h"

static SCREEN *screen;
static FILE *input_file, *output_file;

static void send_bytes(const void *bytes, size_t count) {
  const char *rest = bytes;
  while (count > 0) {
    ssize_t sent = write(fileno(output_file), rest, count);
    if (sent >= 0) {
      rest += sent;
      count -= (size_t)sent;
    } else if (errno == EAGAIN) {
      struct pollfd room = {.fd = fileno(output_file), .events = POLLOUT};
      poll(&room, 1, 1000);
    } else if (errno != EINTR) {
      return;  // The terminal is gone, which is noticed where its input is read.
    }
  }
}

static void send(const char *sequence) { send_bytes(sequence, strlen(sequence)); }
static void ask_for_paste(void) { send("\033[?2004h"); }
static void refuse_paste(void) { send("\033[?2004l"); }

// ncurses asks for presses alone, and again whenever it comes back to the screen; asking for drags
// has to come after that.
static int has_mouse_now, is_to_ask_for_drags;
static void ask_for_drags(void) {
  if (is_to_ask_for_drags) send("\033[?1002h");
  is_to_ask_for_drags = 0;
}
static void refuse_drags(void) {
  if (has_mouse_now) send("\033[?1002l");
  is_to_ask_for_drags = has_mouse_now;
}

void terminal_set_mouse(int on) {
  refuse_drags();
  has_mouse_now = is_to_ask_for_drags = choose_mouse(on);
}

static void close_files(void) {
  if (input_file) fclose(input_file);
  if (output_file) fclose(output_file);
  input_file = output_file = NULL;
}

// All that is sent stands for itself; a terminal driver that looks at each byte of a frame takes longer
// over it than it took to draw. What is set here stays while the screen is shown, and not after it.
static void send_raw(void) {
  struct termios modes;
  int output = fileno(output_file);
  if (tcgetattr(output, &modes) != 0) return;
  modes.c_oflag &= ~(tcflag_t)OPOST;
  if (tcsetattr(output, TCSADRAIN, &modes) == 0) def_prog_mode();
}

int terminal_open(const char *type, int input, int output, int wants_color) {
  int in = dup(input), out = dup(output);
  input_file = in < 0 ? NULL : fdopen(in, "r");
  output_file = out < 0 ? NULL : fdopen(out, "w");
  if (!input_file || !output_file) {
    close_files();
    return -1;
  }
  use_tioctl(TRUE);  // the real size, not LINES and COLUMNS left over in the environment
  // initscr() would exit on an unknown terminal.
  screen = newterm((char *)type, output_file, input_file);
  if (!screen) {
    close_files();
    return -1;
  }
  set_term(screen);
  send_raw();
  raw();
  noecho();
  nonl();
  keypad(stdscr, TRUE);
  nodelay(stdscr, TRUE);
  meta(stdscr, TRUE);
  intrflush(stdscr, FALSE);
  typeahead(-1);  // never leave a frame half drawn because a key is waiting
  if (!getenv("ESCDELAY")) set_escdelay(25);
  leaveok(stdscr, TRUE);
  scrollok(stdscr, FALSE);
  idlok(stdscr, FALSE);
  curs_set(0);
  if (wants_color && has_colors()) {
    start_color();
    use_default_colors();
  }
  define_keys();
  ask_for_paste();
  return 0;
}

void terminal_close(void) {
  if (!screen) return;
  terminal_set_mouse(0);
  refuse_paste();
  endwin();
  delscreen(screen);
  screen = NULL;
  close_files();
}

int terminal_is_open(void) { return screen != NULL; }

void terminal_leave(void) {
  refuse_drags();
  refuse_paste();
  endwin();
}

void terminal_return(void) {
  reset_prog_mode();
  ask_for_paste();
  clearok(curscr, TRUE);
}

void terminal_get_size(int output, int32_t *width, int32_t *height) {
  struct winsize size = {0};
  int known = ioctl(output, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
  *width = known ? size.ws_col : 80;
  *height = known ? size.ws_row : 24;
}

void terminal_resize(int32_t width, int32_t height) {
  resizeterm(height, width);
  erase();
  clearok(curscr, TRUE);
}

int32_t terminal_pair_count(void) { return has_colors() ? COLOR_PAIRS : 1; }

void terminal_define_pair(int32_t pair, int32_t foreground, int32_t background) {
  init_extended_pair(pair, foreground < 0 ? -1 : foreground, background < 0 ? -1 : background);
}

void terminal_forget_pairs(void) { reset_color_pairs(); }

static attr_t curses_attributes(uint32_t bits) {
  attr_t all = 0;
  if (bits & TERMINAL_BOLD) all |= WA_BOLD;
  if (bits & TERMINAL_DIM) all |= WA_DIM;
  if (bits & TERMINAL_ITALIC) all |= WA_ITALIC;
  if (bits & TERMINAL_UNDERLINE) all |= WA_UNDERLINE;
  if (bits & TERMINAL_REVERSE) all |= WA_REVERSE;
  return all;
}

// Anything else would shift the row.
uint32_t terminal_one_column(uint32_t glyph) {
  if (glyph == 0) return ' ';
  if (glyph >= 0x20 && glyph < 0x7f) return glyph;
  return wcwidth((wchar_t)glyph) == 1 ? glyph : '?';
}

// The glyph of a cell as this C library measures it: one that would shift the row becomes "?".
static wchar_t measured_glyph(const terminal_cell *cell, int is_wide) {
  if (cell->glyph == TERMINAL_CONTINUATION) return ' ';  // its character was replaced
  if (is_wide && wcwidth((wchar_t)cell->glyph) == 2) return (wchar_t)cell->glyph;
  return (wchar_t)terminal_one_column(cell->glyph);
}

void terminal_put_row(int32_t y, const terminal_cell *cells, int32_t count) {
  enum { chunk = 256 };
  cchar_t row[chunk];
  int32_t x = 0;
  while (x < count) {
    int32_t start = x, n = 0;
    while (x < count && n < chunk) {
      const terminal_cell *cell = &cells[x];
      int is_wide = x + 1 < count && cells[x + 1].glyph == TERMINAL_CONTINUATION;
      wchar_t text[2] = {measured_glyph(cell, is_wide), 0};
      int pair = cell->pair;  // through the options: a short holds only 32,767
      setcchar(&row[n++], text, curses_attributes(cell->attributes), 0, &pair);
      // ncurses itself gives a wide character two cells.
      x += is_wide && text[0] == (wchar_t)cell->glyph && wcwidth(text[0]) == 2 ? 2 : 1;
    }
    mvadd_wchnstr(y, start, row, n);
  }
}

void terminal_update(const uint8_t *bytes, size_t count) {
  rescue_trim_messages();
  wnoutrefresh(stdscr);
  // A terminal that knows synchronised output shows the frame at once; others ignore the request.
  send("\033[?2026h");
  doupdate();
  send_bytes(bytes, count);
  send("\033[?2026l");
  ask_for_drags();
}

void terminal_ask_ground(void) { send("\033]11;?\007\033[c"); }

void terminal_invalidate(void) { clearok(curscr, TRUE); }
