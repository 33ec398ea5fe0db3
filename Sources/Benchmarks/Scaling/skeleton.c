// The communication of training steps without their arithmetic, for SimGrid's SMPI.
//
//     skeleton SCHEDULE
//
// A rank of the program has a thread that computes and a thread that communicates. Here each of them is a
// process, and both are on the same simulated node: process 2r computes and 2r + 1 communicates for rank r.
// Time passes only in simulated arithmetic and simulated messages. The schedule is a text file with one
// instruction in each line:
//
//     ranks COUNT COLUMNS            the job: ranks, and columns of the network
//     costs NUMBER BYTE MESSAGE      seconds of the processor to add a number, to move a byte, to send a message
//     transfer KIND GROUP NUMBERS    0 "sum", 1 "scattered" or 2 "gather", among "replicas" or "columns"
//     compute SECONDS
//     start TRANSFER                 by its number, from 0
//     wait TRANSFER
//
// The communication is that of the module Cluster: transfers of a group run one after the other, in blocks. In
// the first half of a block each rank sends each other rank its part, and adds the parts that it receives. In
// the second half it sends its sums to all. A scattered sum has no second half, and a gather no first.
//
// One message stands for those from a rank to all others in a half of a block: it has their bytes, costs their
// processor time, and occupies the links of both ranks as long. The ranks are alike and the switch has no limit,
// so the result is the same, and a job of 1,024 ranks needs thousands of messages instead of millions.
#include <mpi.h>
#include <smpi/smpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRANSFERS = 256, INSTRUCTIONS = 2048, STEPS = 2, STOP = TRANSFERS };
enum { GROUPS = 2, BLOCKS = 3, FLIGHTS = GROUPS * BLOCKS };
// The speed of a simulated node, in operations per second.
static const double speed = 1e9;

enum kind { SUM, SCATTERED, GATHER };
enum group { REPLICAS, COLUMNS };
enum action { COMPUTE, START, WAIT };
struct transfer { enum kind kind; enum group group; long numbers; };
struct instruction { enum action action; int transfer; double seconds; };

static struct schedule {
  int ranks, columns;
  double perNumber, perByte, perMessage;
  int transferCount, instructionCount;
  struct transfer transfers[TRANSFERS];
  struct instruction instructions[INSTRUCTIONS];
} schedule;
// The memory of all messages of all processes, which share this program's variables. Nothing is copied.
static char *memory;

static void fail(const char *problem, const char *name) {
  fprintf(stderr, "skeleton: %s: %s\n", problem, name);
  exit(1);
}

static long smaller(long a, long b) { return a < b ? a : b; }
static long larger(long a, long b) { return a > b ? a : b; }

static void add_line(const char *line, struct schedule *s) {
  char kind[16], group[16];
  if (s->transferCount == TRANSFERS || s->instructionCount == INSTRUCTIONS) fail("too long", line);
  struct transfer *t = &s->transfers[s->transferCount];
  struct instruction *i = &s->instructions[s->instructionCount];
  if (sscanf(line, "ranks %d %d", &s->ranks, &s->columns) == 2) return;
  if (sscanf(line, "costs %lf %lf %lf", &s->perNumber, &s->perByte, &s->perMessage) == 3) return;
  if (sscanf(line, "transfer %15s %15s %ld", kind, group, &t->numbers) == 3) {
    t->kind = !strcmp(kind, "sum") ? SUM : !strcmp(kind, "gather") ? GATHER : SCATTERED;
    t->group = !strcmp(group, "columns") ? COLUMNS : REPLICAS;
    s->transferCount++;
    return;
  }
  if (sscanf(line, "compute %lf", &i->seconds) == 1) i->action = COMPUTE;
  else if (sscanf(line, "start %d", &i->transfer) == 1) i->action = START;
  else if (sscanf(line, "wait %d", &i->transfer) == 1) i->action = WAIT;
  else fail("not an instruction", line);
  s->instructionCount++;
}

static void read_schedule(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) fail("cannot be read", path);
  char line[256];
  while (fgets(line, sizeof line, file)) add_line(line, &schedule);
  fclose(file);
}

static void work(double seconds) {
  if (seconds > 0) smpi_execute_flops(seconds * speed);
}

// The thread that computes

static void compute(int rank) {
  int communicator = 2 * rank + 1;
  for (int step = 0; step < STEPS; step++) {
    double begin = MPI_Wtime(), waiting = 0;
    for (int n = 0; n < schedule.instructionCount; n++) {
      struct instruction i = schedule.instructions[n];
      double before = MPI_Wtime();
      switch (i.action) {
        case COMPUTE: work(i.seconds); break;
        case START: MPI_Send(NULL, 0, MPI_BYTE, communicator, i.transfer, MPI_COMM_WORLD); break;
        case WAIT:
          MPI_Recv(NULL, 0, MPI_BYTE, communicator, i.transfer, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
          waiting += MPI_Wtime() - before;
          break;
      }
    }
    if (rank == 0) printf("step %.9f waiting %.9f\n", MPI_Wtime() - begin, waiting);
  }
  MPI_Send(NULL, 0, MPI_BYTE, communicator, STOP, MPI_COMM_WORLD);
}

// The thread that communicates

// A block that is under way.
struct flight { int transfer, half, pending; long part; };
// The transfers of a group in their order, and the number of them of which all blocks have begun.
struct queue { int count, own, transfers[TRANSFERS], started, begun; long position; };

struct engine {
  int rank;
  struct queue queues[GROUPS];
  struct flight flights[FLIGHTS];
  long remaining[TRANSFERS];
  // The next command, then a message from and a message to another rank for each flight.
  MPI_Request requests[1 + 2 * FLIGHTS];
};

static void listen(struct engine *e) {
  MPI_Irecv(NULL, 0, MPI_BYTE, 2 * e->rank, MPI_ANY_TAG, MPI_COMM_WORLD, &e->requests[0]);
}

// Returns the numbers that a transfer divides into blocks, for all ranks or for one of them.
static long divided(const struct transfer *t, int count) {
  return t->kind == SUM ? t->numbers : t->numbers / count;
}

// Returns the length of a block: the same as in Sources/Cluster/Engine/Transfer.swift.
static long block_length(const struct transfer *t, int count) {
  if (t->kind == GATHER) return 1 << 20;
  long part = smaller(larger((4 << 20) / count, 1 << 14), 1 << 18);
  return t->kind == SUM ? part * count : part;
}

// Returns the process that communicates for a member of this rank's group.
static int communicator(const struct engine *e, enum group group, int member) {
  int columns = schedule.columns;
  int rank = group == COLUMNS ? e->rank - e->rank % columns + member : e->rank % columns + member * columns;
  return 2 * rank + 1;
}

// Starts the messages of a half of a block.
static void exchange(struct engine *e, int index) {
  struct flight *f = &e->flights[index];
  enum group group = schedule.transfers[f->transfer].group;
  const struct queue *q = &e->queues[group];
  int others = q->count - 1;
  int distance = 1 + (f->transfer + f->half) % others;
  int tag = STOP + 1 + (2 * f->transfer + f->half) * FLIGHTS + index;
  long numbers = f->part * others;
  int source = communicator(e, group, (q->own - distance + q->count) % q->count);
  int target = communicator(e, group, (q->own + distance) % q->count);
  MPI_Irecv(memory, (int)numbers, MPI_FLOAT, source, tag, MPI_COMM_WORLD, &e->requests[1 + 2 * index]);
  MPI_Isend(memory, (int)numbers, MPI_FLOAT, target, tag, MPI_COMM_WORLD, &e->requests[2 + 2 * index]);
  f->pending = 2;
  // The processor sends and receives while the messages are on their way.
  work(2 * (4.0 * numbers * schedule.perByte + others * schedule.perMessage));
}

static void complete(struct engine *e, int transfer) {
  MPI_Send(NULL, 0, MPI_BYTE, 2 * e->rank, transfer, MPI_COMM_WORLD);
}

// Begins the next block of a group in a free place.
static void begin(struct engine *e, enum group group, int index) {
  struct queue *q = &e->queues[group];
  if (q->begun == q->started) return;
  int transfer = q->transfers[q->begun];
  const struct transfer *t = &schedule.transfers[transfer];
  long length = smaller(block_length(t, q->count), divided(t, q->count) - q->position);
  struct flight *f = &e->flights[index];
  *f = (struct flight){ .transfer = transfer, .half = t->kind == GATHER };
  f->part = t->kind == SUM ? (length + q->count - 1) / q->count : length;
  q->position += length;
  if (q->position >= divided(t, q->count)) {
    q->position = 0;
    q->begun++;
  }
  exchange(e, index);
}

static void begin_all(struct engine *e, enum group group) {
  int blocks = e->queues[group].count > 256 ? 1 : BLOCKS;
  for (int n = 0; n < blocks; n++) {
    int index = group * BLOCKS + n;
    if (e->flights[index].pending == 0) begin(e, group, index);
  }
}

// Continues a block of which all messages of a half have arrived.
static void advance(struct engine *e, int index) {
  struct flight *f = &e->flights[index];
  const struct transfer *t = &schedule.transfers[f->transfer];
  if (f->half == 0) {
    work(f->part * (double)e->queues[t->group].count * schedule.perNumber);
    if (t->kind == SUM) {
      f->half = 1;
      exchange(e, index);
      return;
    }
  }
  if (--e->remaining[f->transfer] == 0) complete(e, f->transfer);
  begin_all(e, t->group);
}

static void start(struct engine *e, int transfer) {
  const struct transfer *t = &schedule.transfers[transfer];
  struct queue *q = &e->queues[t->group];
  if (q->count == 1) {
    complete(e, transfer);
    return;
  }
  long length = block_length(t, q->count);
  e->remaining[transfer] = (divided(t, q->count) + length - 1) / length;
  // All commands of a step come before those of the next step.
  if (q->started == q->begun) q->started = q->begun = 0;
  q->transfers[q->started++] = transfer;
  begin_all(e, t->group);
}

static void communicate(int rank) {
  static struct engine none;
  struct engine *e = malloc(sizeof *e);
  *e = none;
  e->rank = rank;
  int columns = schedule.columns;
  e->queues[REPLICAS] = (struct queue){ .count = schedule.ranks / columns, .own = rank / columns };
  e->queues[COLUMNS] = (struct queue){ .count = columns, .own = rank % columns };
  for (int n = 0; n < 1 + 2 * FLIGHTS; n++) e->requests[n] = MPI_REQUEST_NULL;
  listen(e);
  for (;;) {
    int index;
    MPI_Status status;
    MPI_Waitany(1 + 2 * FLIGHTS, e->requests, &index, &status);
    if (index > 0) {
      if (--e->flights[(index - 1) / 2].pending == 0) advance(e, (index - 1) / 2);
    } else if (status.MPI_TAG == STOP) {
      break;
    } else {
      listen(e);
      start(e, status.MPI_TAG);
    }
  }
  free(e);
}

// Returns the length of the longest message in bytes, or more.
static size_t longest_message(void) {
  long longest = 1;
  for (int n = 0; n < schedule.transferCount; n++) {
    const struct transfer *t = &schedule.transfers[n];
    int count = t->group == COLUMNS ? schedule.columns : schedule.ranks / schedule.columns;
    long length = smaller(block_length(t, count), divided(t, count));
    longest = larger(longest, t->kind == SUM ? length + count : length * count);
  }
  return sizeof(float) * (size_t)longest;
}

int main(int count, char **words) {
  MPI_Init(&count, &words);
  int process;
  MPI_Comm_rank(MPI_COMM_WORLD, &process);
  if (process == 0) {
    if (count != 2) fail("needs one argument", "the schedule");
    read_schedule(words[1]);
    memory = SMPI_SHARED_MALLOC(longest_message());
  }
  MPI_Barrier(MPI_COMM_WORLD);
  if (process % 2 == 0) compute(process / 2);
  else communicate(process / 2);
  MPI_Barrier(MPI_COMM_WORLD);
  if (process == 0) SMPI_SHARED_FREE(memory);
  MPI_Finalize();
  return 0;
}
