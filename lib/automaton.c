/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "automaton.h"

#define UNUSED G_MAXUINT32
/* Free cells that are tried for a state before it goes to the end. */
#define MAX_TRIES 48

/* A state whose children are not placed yet: its phrases are a range of the
 * sorted ones, all alike in their first `depth` bytes. */
typedef struct {
  guint32 state;
  guint32 first;
  guint32 last; /* one past */
  guint32 depth;
} Pending;

typedef struct {
  const AutomatonPhrase *phrases;
  guint32 *order; /* phrases sorted by bytes */
  GArray *cells;
  GArray *outs;
  GArray *queue;
  GArray *free; /* of Free: the free cells, a ring around that of the root */
} Builder;

/* Neighbours of a free cell, in order. */
typedef struct {
  guint32 before;
  guint32 next;
} Free;

typedef struct {
  guint n;
  guint8 bytes[256];
  guint32 first[257];
} Children;

static int
compare_phrases(gconstpointer a, gconstpointer b, gpointer data)
{
  const AutomatonPhrase *phrases = ((const Builder *)data)->phrases;
  const AutomatonPhrase *left = &phrases[*(const guint32 *)a];
  const AutomatonPhrase *right = &phrases[*(const guint32 *)b];
  int order =
      memcmp(left->bytes, right->bytes, MIN(left->length, right->length));

  if (order != 0)
    return order;
  return left->length < right->length ? -1 : left->length > right->length;
}

static AutomatonCell *
cell(Builder *builder, guint32 at)
{
  return &g_array_index(builder->cells, AutomatonCell, at);
}

static Free *
free_at(Builder *builder, guint32 at)
{
  return &g_array_index(builder->free, Free, at);
}

/* Every base + byte must be a cell. */
static void
grow(Builder *builder, guint32 size)
{
  AutomatonCell unused = {0, UNUSED, 0, 0};

  while (builder->cells->len < size) {
    guint32 at = builder->cells->len;
    guint32 last = at == 0 ? 0 : free_at(builder, AUTOMATON_ROOT)->before;
    Free made = {last, AUTOMATON_ROOT};

    g_array_append_val(builder->cells, unused);
    g_array_append_val(builder->free, made);
    free_at(builder, last)->next = at;
    free_at(builder, AUTOMATON_ROOT)->before = at;
  }
}

static void
take_cell(Builder *builder, guint32 at, guint32 parent)
{
  const Free *taken = free_at(builder, at);

  free_at(builder, taken->before)->next = taken->next;
  free_at(builder, taken->next)->before = taken->before;
  cell(builder, at)->check = parent;
}

static gboolean
fits(Builder *builder, guint32 base, const Children *children)
{
  guint i;

  for (i = 0; i < children->n; i++) {
    guint32 at = base + children->bytes[i];

    if (at < builder->cells->len && cell(builder, at)->check != UNUSED)
      return FALSE;
  }
  return TRUE;
}

/* Finds room for all children of one state: a base of at least 1, as cell 0 is
 * the root's. */
static guint32
find_base(Builder *builder, const Children *children)
{
  guint8 lowest = children->bytes[0];
  guint32 at = free_at(builder, AUTOMATON_ROOT)->next;
  guint tries = 0;

  for (; at != AUTOMATON_ROOT && tries < MAX_TRIES;
       at = free_at(builder, at)->next) {
    if (at <= lowest)
      continue;
    if (fits(builder, at - lowest, children))
      return at - lowest;
    tries++;
  }
  return MAX(builder->cells->len, lowest + 1u) - lowest;
}

static void
add_out(Builder *builder, guint32 state, guint32 phrase)
{
  AutomatonOut out = {phrase, cell(builder, state)->out};

  cell(builder, state)->out = builder->outs->len;
  g_array_append_val(builder->outs, out);
}

/* Splits the state's phrases by their next byte. */
static void
split(Builder *builder, Pending *pending, Children *children)
{
  guint32 i = pending->first;

  /* The suffix is shorter, so it has all its phrases by now. */
  cell(builder, pending->state)->out =
      cell(builder, cell(builder, pending->state)->fail)->out;
  children->n = 0;
  while (i < pending->last &&
         builder->phrases[builder->order[i]].length == pending->depth)
    add_out(builder, pending->state, builder->order[i++]);
  for (; i < pending->last; i++) {
    guint8 byte = builder->phrases[builder->order[i]].bytes[pending->depth];

    if (children->n > 0 && children->bytes[children->n - 1] == byte)
      continue;
    children->bytes[children->n] = byte;
    children->first[children->n++] = i;
  }
  children->first[children->n] = pending->last;
}

static void
place(Builder *builder, const Pending *pending, const Children *children)
{
  guint32 base = find_base(builder, children);
  guint i;

  grow(builder, base + 512);
  cell(builder, pending->state)->base = base;
  for (i = 0; i < children->n; i++) {
    guint32 at = base + children->bytes[i];
    Pending child = {at, children->first[i], children->first[i + 1],
                     pending->depth + 1};

    take_cell(builder, at, pending->state);
    g_array_append_val(builder->queue, child);
    if (pending->state != AUTOMATON_ROOT) {
      const AutomatonCell *cells = (gpointer)builder->cells->data;

      cell(builder, at)->fail =
          automaton_step(cells, cells[pending->state].fail, children->bytes[i]);
    }
  }
}

/* Breadth first, so that a state's suffixes are complete before it. */
void
automaton_build(const AutomatonPhrase *phrases, guint n_phrases,
                AutomatonTables *tables)
{
  Builder builder = {.phrases = phrases};
  AutomatonOut none = {0, 0};
  Pending root = {AUTOMATON_ROOT, 0, n_phrases, 0};
  Children children;
  guint32 i;

  builder.order = g_new(guint32, n_phrases + 1);
  for (i = 0; i < n_phrases; i++)
    builder.order[i] = i;
  g_qsort_with_data(builder.order, n_phrases, sizeof(guint32), compare_phrases,
                    &builder);
  builder.cells = g_array_new(FALSE, FALSE, sizeof(AutomatonCell));
  builder.outs = g_array_new(FALSE, FALSE, sizeof(AutomatonOut));
  builder.free = g_array_new(FALSE, FALSE, sizeof(Free));
  builder.queue = g_array_new(FALSE, FALSE, sizeof(Pending));
  g_array_append_val(builder.outs, none);
  g_array_append_val(builder.queue, root);
  grow(&builder, 512);
  /* No state is its own child: the root's cell is taken. */
  cell(&builder, AUTOMATON_ROOT)->check = UNUSED - 1;

  for (i = 0; i < builder.queue->len; i++) {
    Pending pending = g_array_index(builder.queue, Pending, i);

    split(&builder, &pending, &children);
    if (children.n > 0)
      place(&builder, &pending, &children);
  }
  g_array_free(builder.free, TRUE);
  g_array_free(builder.queue, TRUE);
  g_free(builder.order);
  tables->cells = builder.cells;
  tables->outs = builder.outs;
}

void
automaton_tables_clear(AutomatonTables *tables)
{
  g_clear_pointer(&tables->cells, g_array_unref);
  g_clear_pointer(&tables->outs, g_array_unref);
}
