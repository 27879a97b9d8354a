/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/automaton.h"

#define UNUSED G_MAXUINT32
/* Free cells that are tried for a state before it goes to the end. */
#define MAX_TRIES 48
/* So many phrases, each the beginning of the next, make one tail. */
#define MAX_TAIL_PHRASES 8
/* A single child is put so near, if it can be: into the same line of cache. */
#define NEAR 12

/* A state whose children are not placed yet: its phrases are a range of the
 * sorted ones, all alike in their first `depth` bytes. */
typedef struct {
  guint32 state;
  guint32 first;
  guint32 last; /* one past */
  guint32 depth;
} Pending;

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

typedef struct {
  const AutomatonPhrase *phrases;
  guint32 *order; /* phrases sorted by bytes */
  GArray *cells;
  GArray *tails;
  guint32 n_tails;
  GArray *links;
  GArray *outs;
  GArray *free;    /* of Free: the free cells, a ring around the root's */
  GArray *pending; /* of Pending: a stack, then a queue */
} Builder;

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

static AutomatonLink *
link_of(Builder *builder, guint32 at)
{
  return &g_array_index(builder->links, AutomatonLink, at);
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
  guint32 at = builder->cells->len;
  guint32 last = at == 0 ? 0 : free_at(builder, AUTOMATON_ROOT)->before;

  if (at >= size)
    return;
  g_array_set_size(builder->cells, size);
  g_array_set_size(builder->free, size);
  for (; at < size; last = at++) {
    *cell(builder, at) = (AutomatonCell){0, UNUSED};
    *free_at(builder, at) = (Free){last, AUTOMATON_ROOT};
    free_at(builder, last)->next = at;
  }
  free_at(builder, AUTOMATON_ROOT)->before = last;
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
find_base(Builder *builder, guint32 state, const Children *children)
{
  guint8 lowest = children->bytes[0];
  guint32 at = free_at(builder, AUTOMATON_ROOT)->next;
  guint tries = 0;
  guint32 i;

  for (i = state + 1; i < state + NEAR && i < builder->cells->len; i++) {
    if (i > lowest && fits(builder, i - lowest, children))
      return i - lowest;
  }
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
  AutomatonOut out = {phrase, link_of(builder, state)->out};

  link_of(builder, state)->out = builder->outs->len;
  g_array_append_val(builder->outs, out);
}

/* Splits the state's phrases by their next byte; gives the first that is
 * longer than the state. */
static guint32
split(Builder *builder, const Pending *pending, Children *children)
{
  guint32 start = pending->first;
  guint32 i;

  children->n = 0;
  while (start < pending->last &&
         builder->phrases[builder->order[start]].length == pending->depth)
    start++;
  for (i = start; i < pending->last; i++) {
    guint8 byte = builder->phrases[builder->order[i]].bytes[pending->depth];

    if (children->n > 0 && children->bytes[children->n - 1] == byte)
      continue;
    children->bytes[children->n] = byte;
    children->first[children->n++] = i;
  }
  children->first[children->n] = pending->last;
  return start;
}

static void
add_tail_byte(Builder *builder, guint32 byte)
{
  if (builder->n_tails % 2 == 0) {
    g_array_append_val(builder->tails, byte);
  } else {
    g_array_index(builder->tails, guint32, builder->tails->len - 1) |= byte
                                                                       << 16;
  }
  builder->n_tails++;
}

/* Whether all phrases of a state are beginnings of the longest. */
static gboolean
is_chain(Builder *builder, const Pending *one)
{
  const AutomatonPhrase *longest =
      &builder->phrases[builder->order[one->last - 1]];
  guint32 i;

  if (one->state == AUTOMATON_ROOT || one->last - one->first > MAX_TAIL_PHRASES)
    return FALSE;
  for (i = one->first; i + 1 < one->last; i++) {
    const AutomatonPhrase *phrase = &builder->phrases[builder->order[i]];

    if (phrase->length > longest->length ||
        memcmp(phrase->bytes, longest->bytes, phrase->length) != 0)
      return FALSE;
  }
  return longest->length > one->depth;
}

/* What follows a state is one string. */
static void
place_tail(Builder *builder, const Pending *one)
{
  const AutomatonPhrase *longest =
      &builder->phrases[builder->order[one->last - 1]];
  gsize i;

  cell(builder, one->state)->base = AUTOMATON_TAIL | builder->n_tails;
  for (i = one->depth; i < longest->length; i++)
    add_tail_byte(builder, longest->bytes[i]);
  add_tail_byte(builder, AUTOMATON_TAIL_END);
}

static void
place_children(Builder *builder, const Pending *one)
{
  Children children;
  guint32 base;
  guint i;

  split(builder, one, &children);
  if (children.n == 0)
    return;
  base = find_base(builder, one->state, &children);
  grow(builder, base + 256);
  cell(builder, one->state)->base = base;
  for (i = 0; i < children.n; i++) {
    Pending child = {base + children.bytes[i], children.first[i],
                     children.first[i + 1], one->depth + 1};

    take_cell(builder, child.state, one->state);
    g_array_append_val(builder->pending, child);
  }
}

/* Depth first, so that a phrase's states lie together. */
static void
place_states(Builder *builder, const Pending *root)
{
  g_array_append_val(builder->pending, *root);
  while (builder->pending->len > 0) {
    Pending one =
        g_array_index(builder->pending, Pending, builder->pending->len - 1);

    g_array_set_size(builder->pending, builder->pending->len - 1);
    if (one.first < one.last && is_chain(builder, &one))
      place_tail(builder, &one);
    else
      place_children(builder, &one);
  }
}

static Automaton
view(Builder *builder)
{
  AutomatonTables tables = {builder->cells, builder->tails, builder->n_tails,
                            builder->links, builder->outs};

  return automaton_view(&tables);
}

static void
mark_state(Builder *builder, guint32 state, guint32 flag)
{
  guint32 at = state - builder->cells->len;

  if (state < builder->cells->len)
    cell(builder, state)->base |= flag;
  else
    g_array_index(builder->tails, guint32, at >> 1) |=
        flag >> AUTOMATON_TAIL_SHIFT << (at & 1) * 16;
}

/* The state after one more byte, of those that are linked already. */
static guint32
step(const Automaton *automaton, guint32 state, guint8 byte)
{
  for (;;) {
    guint32 next = automaton_go(automaton, state, byte);

    if (next != AUTOMATON_NONE)
      return next;
    if (state == AUTOMATON_ROOT)
      return AUTOMATON_ROOT;
    state = automaton->links[state].fail;
  }
}

/* Breadth first, so that a state's suffixes are complete before it. */
static void
link_states(Builder *builder, const Pending *root)
{
  Children children;
  guint i, at;

  g_array_append_val(builder->pending, *root);
  for (at = 0; at < builder->pending->len; at++) {
    Pending one = g_array_index(builder->pending, Pending, at);
    AutomatonLink *own = link_of(builder, one.state);
    guint32 start = split(builder, &one, &children);

    own->out = link_of(builder, own->fail)->out;
    for (i = one.first; i < start; i++)
      add_out(builder, one.state, builder->order[i]);
    for (i = 0; i < children.n; i++) {
      Automaton automaton = view(builder);
      Pending child = {automaton_go(&automaton, one.state, children.bytes[i]),
                       children.first[i], children.first[i + 1], one.depth + 1};

      if (one.state != AUTOMATON_ROOT)
        link_of(builder, child.state)->fail =
            step(&automaton, own->fail, children.bytes[i]);
      g_array_append_val(builder->pending, child);
    }
    if (own->out != 0)
      mark_state(builder, one.state, AUTOMATON_ENDS);
    if (own->fail == AUTOMATON_ROOT)
      mark_state(builder, one.state, AUTOMATON_FAILS);
  }
}

void
automaton_build(const AutomatonPhrase *phrases, guint n_phrases,
                AutomatonTables *tables)
{
  Builder builder = {.phrases = phrases};
  AutomatonOut none = {0, 0};
  Pending root = {AUTOMATON_ROOT, 0, n_phrases, 0};
  guint32 i;

  builder.order = g_new(guint32, n_phrases + 1);
  for (i = 0; i < n_phrases; i++)
    builder.order[i] = i;
  g_qsort_with_data(builder.order, (gint)n_phrases, sizeof(guint32),
                    compare_phrases, &builder);
  builder.cells = g_array_new(FALSE, FALSE, sizeof(AutomatonCell));
  builder.tails = g_array_new(FALSE, FALSE, sizeof(guint32));
  builder.links = g_array_new(FALSE, TRUE, sizeof(AutomatonLink));
  builder.outs = g_array_new(FALSE, FALSE, sizeof(AutomatonOut));
  builder.free = g_array_new(FALSE, FALSE, sizeof(Free));
  builder.pending = g_array_new(FALSE, FALSE, sizeof(Pending));
  g_array_append_val(builder.outs, none);
  grow(&builder, 256);
  /* No state is its own child: the root's cell is taken. */
  cell(&builder, AUTOMATON_ROOT)->check = UNUSED - 1;

  place_states(&builder, &root);
  g_array_set_size(builder.links, builder.cells->len + builder.n_tails);
  link_states(&builder, &root);

  g_array_free(builder.free, TRUE);
  g_array_free(builder.pending, TRUE);
  g_free(builder.order);
  tables->cells = builder.cells;
  tables->tails = builder.tails;
  tables->n_tails = builder.n_tails;
  tables->links = builder.links;
  tables->outs = builder.outs;
}

/* Follows a tail as long as the bytes are its own; FALSE when the text or a
 * phrase ends there. */
static inline gboolean
run_tail(const Automaton *automaton, guint32 *now, guint32 *base,
         const guint8 *bytes, guint32 *at, guint32 length)
{
  guint32 place = *base & AUTOMATON_BASE;
  guint32 first = place;
  guint32 here = automaton_tail(automaton->tails, place);
  gboolean ends = FALSE;

  while (!ends && *at < length && (here & AUTOMATON_TAIL_BYTE) == bytes[*at]) {
    here = automaton_tail(automaton->tails, ++place);
    ends = (here & AUTOMATON_ENDS >> AUTOMATON_TAIL_SHIFT) != 0;
    *at += !ends;
  }
  if (place != first) {
    *now = automaton->n_cells + place;
    *base = AUTOMATON_TAIL | place |
            (here & AUTOMATON_TAIL_FLAGS) << AUTOMATON_TAIL_SHIFT;
  }
  return !ends && *at < length;
}

guint32
automaton_run(const Automaton *automaton, guint32 *state, const guint8 *bytes,
              guint32 at, guint32 length)
{
  const AutomatonCell *cells = automaton->cells;
  guint32 now = *state;
  guint32 base = automaton_base(automaton, now);

  while (at < length) {
    if ((base & AUTOMATON_TAIL) == 0) {
      guint32 next = (base & AUTOMATON_BASE) + bytes[at];

      if (cells[next].check == now) {
        now = next;
        base = cells[next].base;
        if ((base & AUTOMATON_ENDS) != 0)
          break;
        at++;
        continue;
      }
    } else if (!run_tail(automaton, &now, &base, bytes, &at, length)) {
      break;
    }
    if ((base & AUTOMATON_FAILS) != 0) {
      at += now == AUTOMATON_ROOT;
      now = AUTOMATON_ROOT;
      base = cells[AUTOMATON_ROOT].base;
    } else {
      now = automaton->links[now].fail;
      base = automaton_base(automaton, now);
    }
  }
  *state = now;
  return at;
}

void
automaton_tables_clear(AutomatonTables *tables)
{
  g_clear_pointer(&tables->cells, g_array_unref);
  g_clear_pointer(&tables->tails, g_array_unref);
  g_clear_pointer(&tables->links, g_array_unref);
  g_clear_pointer(&tables->outs, g_array_unref);
}
