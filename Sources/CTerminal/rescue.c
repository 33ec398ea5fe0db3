// Restores the terminal without ncurses. The crash handler, the watchdog and atexit() use it, so
// all functions except those that open and close are async-signal-safe.

#define _GNU_SOURCE 1
#include "rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

// Shared with the watchdog.
static struct {
  // 1 while the terminal must be restored. Exactly one process restores it.
  atomic_int needs_restoring;
  // 1 while the terminal can show pictures, which must be removed.
  atomic_int has_pictures;
} *shared;
static int terminal = -1;
static struct termios modes;
// The whole sequence that is sent, prepared at the start: a single write ends before the shell
// writes.
static char exit_sequence[256];
// Ends a picture that was sent in part, and deletes all pictures of kitty's graphics protocol; terminals with
// another protocol ignore the command. The exit sequence begins with it, and is sent from its end if there are no
// pictures.
static const char pictures_off[] = "\033\\\033_Ga=d,d=A,q=2\033\\";
enum { pictures_off_length = sizeof pictures_off - 1 };

static int messages = -1, real_stderr = -1;
enum { kept_messages = 64 * 1024, too_many_messages = 1024 * 1024 };

void rescue_set_exit_sequence(const char *sequence) {
  // Turns off synchronised output, mouse reports, bracketed paste and keypad mode; plain colours;
  // cursor on.
  static const char modes_off[] =
      "\033[?2026l\033[?1003l\033[?1002l\033[?1000l\033[?1006l\033[?2004l"
      "\033[?1l\033>\033[0m\033[?25h";
  strcpy(exit_sequence, pictures_off);
  strcat(exit_sequence, modes_off);
  // Only terminals without an alternate screen have delays ("$<5>") here.
  int usable = sequence && strlen(sequence) < 64 && !strstr(sequence, "$<");
  strcat(exit_sequence, usable ? sequence : "\n");
  strcat(exit_sequence, "\r");
}

int rescue_open(int output) {
  if (!shared) {
    int access = PROT_READ | PROT_WRITE;
    void *page = mmap(NULL, sizeof *shared, access, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return -1;
    shared = page;
  }
  atomic_store(&shared->needs_restoring, 0);
  atomic_store(&shared->has_pictures, 0);
  terminal = fcntl(output, F_DUPFD_CLOEXEC, 3);
  if (terminal < 0 || tcgetattr(terminal, &modes) != 0) return -1;
  // Messages to a file or a pipe do not disturb the screen and are not held back.
  if (isatty(STDERR_FILENO)) {
    real_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    messages = memfd_create("messages", MFD_CLOEXEC);
    fcntl(messages, F_SETFL, O_APPEND);  // after truncation, writing starts at the beginning
  }
  return 0;
}

static void close_one(int *descriptor) {
  if (*descriptor >= 0) close(*descriptor);
  *descriptor = -1;
}

void rescue_close(void) {
  close_one(&terminal);
  close_one(&real_stderr);
  close_one(&messages);
}

static void move_to(int *descriptor, int number) {
  if (*descriptor < 0) return;
  dup2(*descriptor, number);
  *descriptor = number;
}

void rescue_close_others(void) {
  // Moves them to high numbers first, so that none is overwritten, and then to the lowest ones.
  int *kept[] = {&terminal, &real_stderr, &messages};
  for (int i = 0; i < 3; i++)
    if (*kept[i] >= 0) *kept[i] = fcntl(*kept[i], F_DUPFD, 16);
  for (int i = 0; i < 3; i++) move_to(kept[i], STDERR_FILENO + 1 + i);
  close_range(STDERR_FILENO + 4, ~0U, 0);
  for (int i = 0; i <= STDERR_FILENO; i++) close(i);
}

void rescue_begin(void) { atomic_store(&shared->needs_restoring, 1); }

int rescue_claim(void) { return shared && atomic_exchange(&shared->needs_restoring, 0) == 1; }

void rescue_set_pictures(int on) {
  if (shared) atomic_store(&shared->has_pictures, on);
}

static void send_all(int descriptor, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t sent = write(descriptor, bytes, count);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return;
    bytes += sent;
    count -= (size_t)sent;
  }
}

static void leave_screen(void) {
  const char *start = exit_sequence;
  if (!atomic_load(&shared->has_pictures)) start += pictures_off_length;
  send_all(terminal, start, strlen(start));
}

void rescue_restore(void) {
  leave_screen();
  tcsetattr(terminal, TCSANOW, &modes);
}

void rescue_restore_if_untouched(void) {
  leave_screen();
  struct termios now;
  // Raw mode has no signal characters; the line editor of a shell has them.
  if (tcgetattr(terminal, &now) == 0 && !(now.c_lflag & ISIG)) tcsetattr(terminal, TCSANOW, &modes);
}

void rescue_hold_messages(void) {
  if (messages >= 0) dup2(messages, STDERR_FILENO);
}

void rescue_release_messages(void) {
  if (messages < 0) return;
  dup2(real_stderr, STDERR_FILENO);
  struct stat status;
  if (fstat(messages, &status) != 0) return;
  off_t at = status.st_size > kept_messages ? status.st_size - kept_messages : 0;
  char part[512];
  ssize_t count;
  while ((count = pread(messages, part, sizeof part, at)) > 0) {
    send_all(real_stderr, part, (size_t)count);
    at += count;
  }
  if (ftruncate(messages, 0) != 0) return;
}

void rescue_trim_messages(void) {
  struct stat status;
  if (messages < 0 || fstat(messages, &status) != 0 || status.st_size < too_many_messages) return;
  static char tail[kept_messages];
  ssize_t count = pread(messages, tail, sizeof tail, status.st_size - (off_t)sizeof tail);
  if (count > 0 && ftruncate(messages, 0) == 0) send_all(messages, tail, (size_t)count);
}
