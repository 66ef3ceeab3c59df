/*
 * What the machine allows: a size-class allocator and a collector of reference-count cycles without an interpreter above
 * them, as plain C does them. `physical-limit alloc RUNS SIZE…` and `physical-limit collect RUNS SIZE…` print JSON.
 *
 * Blocks are cut from 16 KiB pools of one size class each, free ones are kept in a list in the pool; a pool without blocks
 * goes back to be cut anew, a full one leaves its class's list. Above 512 bytes it is malloc. The collector works as
 * CPython's: counts are copied, references from inside are taken off, what keeps a count is reached from outside.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { POOL = 16384, ALIGN = 16, LARGEST = 512, CLASSES = LARGEST / ALIGN, BLOCKS = 100000, MIXED = 10000 };

typedef struct Pool {
  struct Pool *next, *prev;
  void *free;
  uint32_t used, class, fresh, pad;
} Pool;

static Pool lists[CLASSES]; /* ring of the pools with a free block, by class */
static Pool *empty;

static void insert(Pool *head, Pool *pool) {
  pool->next = head->next;
  pool->prev = head;
  head->next->prev = pool;
  head->next = pool;
}

static void take_out(Pool *pool) {
  pool->prev->next = pool->next;
  pool->next->prev = pool->prev;
}

static Pool *new_pool(uint32_t class) {
  Pool *pool = empty;
  if (pool != NULL) empty = pool->next;
  else if ((pool = aligned_alloc(POOL, POOL)) == NULL) abort();
  pool->free = NULL;
  pool->used = 0;
  pool->class = class;
  pool->fresh = 48; /* where no block has been cut yet */
  insert(&lists[class], pool);
  return pool;
}

static void *take(size_t bytes) {
  if (bytes > LARGEST) return malloc(bytes);
  uint32_t class = (uint32_t)((bytes + ALIGN - 1) / ALIGN - 1);
  uint32_t size = (class + 1) * ALIGN;
  Pool *pool = lists[class].next;
  if (pool == &lists[class]) pool = new_pool(class);
  void *block = pool->free;
  if (block != NULL) pool->free = *(void **)block;
  else {
    block = (char *)pool + pool->fresh;
    pool->fresh += size;
  }
  pool->used++;
  if (pool->free == NULL && pool->fresh + size > POOL) {
    take_out(pool);
    pool->next = NULL;
  }
  return block;
}

static void give_back(void *block, size_t bytes) {
  if (bytes > LARGEST) {
    free(block);
    return;
  }
  Pool *pool = (Pool *)((uintptr_t)block & ~(uintptr_t)(POOL - 1));
  *(void **)block = pool->free;
  pool->free = block;
  if (pool->next == NULL) insert(&lists[pool->class], pool);
  if (--pool->used == 0) {
    take_out(pool);
    pool->next = empty;
    empty = pool;
  }
}

static double now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void *blocks[BLOCKS];
static uint32_t places[BLOCKS];
static const char *const PATTERNS[] = {"pairs", "alone", "sweep", "reverse", "mixed"};

/* Each makes and frees BLOCKS blocks, as in parts/allocator.ts. */
static void pattern(int which, size_t bytes) {
  void *kept = which == 0 ? take(bytes) : NULL;
  if (which < 2) {
    for (int i = 0; i < BLOCKS; i++) {
      void *volatile block = take(bytes);
      give_back(block, bytes);
    }
    if (kept != NULL) give_back(kept, bytes);
    return;
  }
  int count = which == 4 ? MIXED : BLOCKS;
  for (int i = 0; i < count; i++) blocks[i] = take(bytes);
  if (which == 4)
    for (int i = 0; i < BLOCKS - MIXED; i++) {
      give_back(blocks[places[i]], bytes);
      blocks[places[i]] = take(bytes);
    }
  for (int i = 0; i < count; i++) give_back(blocks[which == 3 ? count - 1 - i : i], bytes);
}

/* The link of a list of all objects, a count, and one reference. */
typedef struct Object {
  struct Object *next, *prev;
  intptr_t refs, count;
  struct Object *to;
} Object;

static Object all;

static void unlink_object(Object *o) {
  o->prev->next = o->next;
  o->next->prev = o->prev;
}

static void link_last(Object *head, Object *o) {
  o->prev = head->prev;
  o->next = head;
  head->prev->next = o;
  head->prev = o;
}

static void drop(Object *o) {
  while (o != NULL && --o->count == 0) {
    Object *to = o->to;
    unlink_object(o);
    give_back(o, sizeof *o);
    o = to;
  }
}

static size_t collect(void) {
  for (Object *o = all.next; o != &all; o = o->next) o->refs = o->count;
  for (Object *o = all.next; o != &all; o = o->next)
    if (o->to != NULL) o->to->refs--;
  Object unreachable = {&unreachable, &unreachable, 0, 0, NULL};
  for (Object *o = all.next, *next; o != &all; o = next) {
    if (o->refs != 0) { /* reached from outside, or from one that is */
      Object *to = o->to;
      if (to != NULL && to->refs == 0) to->refs = 1;
      else if (to != NULL && to->refs < 0) {
        unlink_object(to);
        link_last(&all, to);
        to->refs = 1;
      }
      next = o->next;
    } else { /* not yet reached */
      next = o->next;
      unlink_object(o);
      link_last(&unreachable, o);
      o->refs = -1;
    }
  }
  size_t found = 0;
  for (Object *o = unreachable.next; o != &unreachable; o = o->next) found++;
  while (unreachable.next != &unreachable) {
    Object *o = unreachable.next, *to = o->to;
    o->count++;
    o->to = NULL;
    drop(to);
    drop(o);
  }
  return found;
}

static void print_values(const char *name, const double *values, int runs, int is_last) {
  printf("\"%s\":[", name);
  for (int i = 0; i < runs; i++) printf(i ? ",%.3f" : "%.3f", values[i]);
  printf(is_last ? "]" : "],");
}

static void bench_alloc(int runs, size_t bytes, double *values) {
  printf("\"%zu\":{", bytes);
  for (int which = 0; which < 5; which++) {
    pattern(which, bytes);
    for (int run = 0; run < runs; run++) {
      double start = now_ns();
      pattern(which, bytes);
      values[run] = (now_ns() - start) / BLOCKS;
    }
    print_values(PATTERNS[which], values, runs, which == 4);
  }
  printf("}");
}

static void bench_collect(int runs, size_t size, double *live, double *dead) {
  Object **ring = malloc(size * sizeof *ring);
  if (ring == NULL) abort();
  for (int run = -1; run < runs; run++) { /* the first warms the memory up */
    for (size_t i = 0; i < size; i++) {
      ring[i] = take(sizeof(Object));
      ring[i]->count = 1;
      link_last(&all, ring[i]);
    }
    for (size_t i = 0; i < size; i++) {
      ring[i]->to = ring[(i + size - 1) % size];
      ring[i]->to->count++;
    }
    double start = now_ns();
    if (collect() != 0) abort();
    if (run >= 0) live[run] = (now_ns() - start) / (double)size;
    for (size_t i = 0; i < size; i++) drop(ring[i]);
    start = now_ns();
    if (collect() != size) abort();
    if (run >= 0) dead[run] = (now_ns() - start) / (double)size;
  }
  free(ring);
  printf("\"%zu\":{", size);
  print_values("live", live, runs, 0);
  print_values("dead", dead, runs, 1);
  printf("}");
}

int main(int argc, char **argv) {
  int runs = argc > 3 ? atoi(argv[2]) : 0;
  if (runs < 1) return 2;
  double *first = calloc((size_t)runs, sizeof *first), *second = calloc((size_t)runs, sizeof *second);
  if (first == NULL || second == NULL) abort();
  for (int i = 0; i < CLASSES; i++) lists[i].next = lists[i].prev = &lists[i];
  all.next = all.prev = &all;
  uint32_t state = 1;
  for (int i = 0; i < BLOCKS; i++) places[i] = (state = state * 1664525u + 1013904223u) / 65536u % MIXED;
  printf("{");
  for (int i = 3; i < argc; i++) {
    size_t size = strtoull(argv[i], NULL, 10);
    if (i > 3) printf(",");
    if (strcmp(argv[1], "alloc") == 0) bench_alloc(runs, size, first);
    else bench_collect(runs, size, first, second);
  }
  printf("}\n");
  return 0;
}
