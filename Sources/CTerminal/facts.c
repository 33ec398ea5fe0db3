// What terminfo and the locale say about a terminal, read without opening it.

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

terminal_facts terminal_look_up(const char *type) {
  terminal_facts facts = {0};
  // LC_CTYPE alone: numbers in files and on screen must not change with the locale.
  setlocale(LC_CTYPE, "");
  facts.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;

  TERMINAL *open_one = cur_term;
  int error = 0;
  if (setupterm((char *)type, 1, &error) != OK) return facts;
  facts.known = 1;
  facts.moves_cursor = string_capability("cup") != NULL;
  int colors = tigetnum("colors");
  facts.colors = colors < 0 ? 0 : colors;
  if (!open_one) rescue_set_way_out(string_capability("rmcup"));
  del_curterm(cur_term);
  if (open_one) set_curterm(open_one);
  return facts;
}
