// Properties of a terminal type from terminfo and the locale, without opening a terminal.

#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1
#include <ncursesw/curses.h>
#include <ncursesw/term.h>

#include <langinfo.h>
#include <locale.h>
#include <string.h>

#include "CTerminal.h"
#include "rescue.h"

static const char *string_capability(const char *name) {
  const char *text = tigetstr((char *)name);
  return text == (const char *)-1 ? NULL : text;
}

terminal_type_info terminal_look_up(const char *type) {
  terminal_type_info info = {0};
  // Only LC_CTYPE is set: numbers in files and on the screen must not depend on the locale.
  setlocale(LC_CTYPE, "");
  info.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;

  TERMINAL *open_one = cur_term;
  int error = 0;
  if (setupterm((char *)type, 1, &error) != OK) return info;
  info.known = 1;
  info.moves_cursor = string_capability("cup") != NULL;
  int colors = tigetnum("colors");
  info.colors = colors < 0 ? 0 : colors;
  if (!open_one) rescue_set_exit_sequence(string_capability("rmcup"));
  del_curterm(cur_term);
  if (open_one) set_curterm(open_one);
  return info;
}
