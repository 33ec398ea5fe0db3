// Output of rows of cells through ncurses. A process has one screen.

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
      return;  // The terminal was closed, which the reader of its input detects.
    }
  }
}

static void send(const char *sequence) { send_bytes(sequence, strlen(sequence)); }
static void request_paste(void) { send("\033[?2004h"); }
static void stop_paste(void) { send("\033[?2004l"); }

// ncurses requests only presses, and again each time it returns to the screen; the request for
// drags must follow that one.
static int mouse_is_on, must_request_drags;
static void request_drags(void) {
  if (must_request_drags) send("\033[?1002h");
  must_request_drags = 0;
}
static void stop_drags(void) {
  if (mouse_is_on) send("\033[?1002l");
  must_request_drags = mouse_is_on;
}

void terminal_set_mouse(int on) {
  stop_drags();
  mouse_is_on = must_request_drags = request_mouse(on);
}

static void close_files(void) {
  if (input_file) fclose(input_file);
  if (output_file) fclose(output_file);
  input_file = output_file = NULL;
}

// Turns off the output processing of the terminal driver, which would take longer for a frame than
// drawing it. The mode applies only while the screen is shown.
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
  use_tioctl(TRUE);  // use the real size, not LINES and COLUMNS of the environment
  // initscr() would end the process for an unknown terminal.
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
  typeahead(-1);  // do not interrupt the output of a frame because of a waiting key
  if (!getenv("ESCDELAY")) set_escdelay(25);
  leaveok(stdscr, TRUE);
  scrollok(stdscr, FALSE);
  idlok(stdscr, FALSE);
  idcok(stdscr, FALSE);  // xterm shifts the pixels of pictures when characters are inserted or deleted
  curs_set(0);
  if (wants_color && has_colors()) {
    start_color();
    use_default_colors();
  }
  define_keys();
  request_paste();
  return 0;
}

void terminal_close(void) {
  if (!screen) return;
  terminal_set_mouse(0);
  stop_paste();
  endwin();
  delscreen(screen);
  screen = NULL;
  close_files();
}

int terminal_is_open(void) { return screen != NULL; }

void terminal_leave(void) {
  stop_drags();
  stop_paste();
  endwin();
}

void terminal_return(void) {
  reset_prog_mode();
  request_paste();
  clearok(curscr, TRUE);
}

void terminal_get_size(int output, int32_t *width, int32_t *height) {
  struct winsize size = {0};
  int known = ioctl(output, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
  *width = known ? size.ws_col : 80;
  *height = known ? size.ws_row : 24;
}

void terminal_get_cell_pixels(int output, int32_t *width, int32_t *height) {
  struct winsize size = {0};
  int known = ioctl(output, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
  *width = known ? size.ws_xpixel / size.ws_col : 0;
  *height = known ? size.ws_ypixel / size.ws_row : 0;
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

// Other glyphs would shift the row.
uint32_t terminal_one_column(uint32_t glyph) {
  if (glyph == 0) return ' ';
  if (glyph >= 0x20 && glyph < 0x7f) return glyph;
  return wcwidth((wchar_t)glyph) == 1 ? glyph : '?';
}

// The glyph of a cell, measured by the C library. One that would shift the row becomes "?".
static wchar_t measured_glyph(const terminal_cell *cell, int is_wide) {
  if (cell->glyph == TERMINAL_CONTINUATION) return ' ';  // its left half was replaced
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
      int pair = cell->pair;  // an extended pair: a short is at most 32,767
      setcchar(&row[n++], text, curses_attributes(cell->attributes), 0, &pair);
      // ncurses uses two cells for a wide character.
      x += is_wide && text[0] == (wchar_t)cell->glyph && wcwidth(text[0]) == 2 ? 2 : 1;
    }
    mvadd_wchnstr(y, start, row, n);
  }
}

void terminal_update(const uint8_t *bytes, size_t count) {
  rescue_trim_messages();
  wnoutrefresh(stdscr);
  // A terminal with synchronised output shows the frame at once; others ignore the request.
  send("\033[?2026h");
  doupdate();
  send_bytes(bytes, count);
  send("\033[?2026l");
  request_drags();
}

void terminal_redraw_row(int32_t y) { wredrawln(stdscr, y, 1); }

void terminal_send(const uint8_t *bytes, size_t count) { send_bytes(bytes, count); }

void terminal_invalidate(void) { clearok(curscr, TRUE); }
