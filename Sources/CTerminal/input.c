// Reads keys, mouse and bracketed paste, and converts the codes of ncurses.

#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1
#include <ncursesw/curses.h>

#include "CTerminal.h"
#include "keys.h"

// These codes are above those of ncurses and of extended entries.
enum { paste_begin = 0x3f1, paste_end = 0x3f2 };

void define_keys(void) {
  define_key("\033[200~", paste_begin);
  define_key("\033[201~", paste_end);
  // Terminals with the type of another one (PuTTY as xterm) send other sequences for some keys.
  static const struct {
    const char *sequence;
    int key;
  } synonyms[] = {
      {"\033[A", KEY_UP},    {"\033OA", KEY_UP},   {"\033[B", KEY_DOWN},  {"\033OB", KEY_DOWN},
      {"\033[C", KEY_RIGHT}, {"\033OC", KEY_RIGHT}, {"\033[D", KEY_LEFT}, {"\033OD", KEY_LEFT},
      {"\033[H", KEY_HOME},  {"\033OH", KEY_HOME}, {"\033[1~", KEY_HOME}, {"\033[7~", KEY_HOME},
      {"\033[F", KEY_END},   {"\033OF", KEY_END},  {"\033[4~", KEY_END},  {"\033[8~", KEY_END},
      {"\033[Z", KEY_BTAB},
  };
  for (unsigned i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
    if (key_defined(synonyms[i].sequence) == 0)
      define_key(synonyms[i].sequence, synonyms[i].key);
}

int request_mouse(int on) {
  mouseinterval(0);  // do not wait for a double click
  mmask_t all = BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED | REPORT_MOUSE_POSITION;
  return mousemask(on ? all : 0, NULL) != 0;
}

static int key_of(wint_t code) {
  switch (code) {
    case KEY_UP: return TERMINAL_KEY_UP;
    case KEY_DOWN: return TERMINAL_KEY_DOWN;
    case KEY_LEFT: return TERMINAL_KEY_LEFT;
    case KEY_RIGHT: return TERMINAL_KEY_RIGHT;
    case KEY_HOME: return TERMINAL_KEY_HOME;
    case KEY_END: return TERMINAL_KEY_END;
    case KEY_PPAGE: return TERMINAL_KEY_PAGE_UP;
    case KEY_NPAGE: return TERMINAL_KEY_PAGE_DOWN;
    case KEY_ENTER: return TERMINAL_KEY_ENTER;
    case KEY_BACKSPACE: return TERMINAL_KEY_BACKSPACE;
    case KEY_DC: return TERMINAL_KEY_DELETE;
    case KEY_BTAB: return TERMINAL_KEY_BACK_TAB;
  }
  if (code >= KEY_F(1) && code <= KEY_F(24))
    return TERMINAL_KEY_FUNCTION + (int)(code - KEY_F(0));
  return -1;
}

static terminal_input mouse_input(const MEVENT *event) {
  terminal_input input = {.kind = TERMINAL_OTHER, .x = event->x, .y = event->y};
  if (event->bstate & BUTTON1_PRESSED) input.kind = TERMINAL_CLICK;
  if (event->bstate & REPORT_MOUSE_POSITION) input.kind = TERMINAL_DRAG;
  if (event->bstate & BUTTON4_PRESSED) input.kind = TERMINAL_WHEEL_UP;
  if (event->bstate & BUTTON5_PRESSED) input.kind = TERMINAL_WHEEL_DOWN;
  return input;
}

// ncurses reports several mouse events as one key and returns the last of them first.
static MEVENT mouse_events[16];
static int mouse_count;

static void read_mouse_events(void) {
  while (mouse_count < 16 && getmouse(&mouse_events[mouse_count]) == OK) mouse_count++;
}

terminal_input terminal_read(void) {
  terminal_input input = {.kind = TERMINAL_NOTHING};
  if (mouse_count > 0) return mouse_input(&mouse_events[--mouse_count]);
  wint_t code = 0;
  int answer = get_wch(&code);
  if (answer == ERR) return input;
  if (answer != KEY_CODE_YES) {
    input.kind = TERMINAL_CHARACTER;
    input.value = (int32_t)code;
    return input;
  }
  switch (code) {
    case paste_begin: input.kind = TERMINAL_PASTE_BEGIN; return input;
    case paste_end: input.kind = TERMINAL_PASTE_END; return input;
    case KEY_MOUSE:
      read_mouse_events();
      input.kind = TERMINAL_OTHER;
      return input;
  }
  input.value = key_of(code);
  input.kind = input.value < 0 ? TERMINAL_OTHER : TERMINAL_KEY;
  return input;
}
