/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-classify RULES...: how fast replies are classified. The rules are
 * those of data/; their samples and texts make the input. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "evidence/status.h"
#include "rules/rules.h"
#include "base/stanza.h"

#define REPLY_BYTES 100
#define TEXT_BYTES (1u << 20)
#define ROUNDS 9

static const char *const raw_words[] = {"source", NULL};
static const StanzaDialect dialect = {raw_words, ""};

typedef struct {
  GPtrArray *samples; /* char * */
  GPtrArray *phrases; /* char * */
  GPtrArray *texts;   /* StanzaText * */
} Corpus;

/* Seconds of this process: others run on the machine, too. */
static double
now(void)
{
  struct timespec time;

  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int
compare_doubles(const void *a, const void *b)
{
  double left = *(const double *)a, right = *(const double *)b;

  return left < right ? -1 : left > right;
}

static double
median(double *values, guint n)
{
  qsort(values, n, sizeof(*values), compare_doubles);
  return values[n / 2];
}

static void
add_statement(Corpus *corpus, const Statement *statement)
{
  gboolean sample = token_is_word(&statement->tokens[0], "sample");
  guint i;

  for (i = 0; i < statement->n_tokens; i++) {
    const Token *token = &statement->tokens[i];

    if (token->type != TOKEN_STRING ||
        token_is_word(&statement->tokens[0], "source"))
      continue;
    if (sample && i == 1)
      g_ptr_array_add(corpus->samples, g_strdup(token->text));
    else if (!sample)
      g_ptr_array_add(corpus->phrases, g_strdup(token->text));
  }
}

static void
read_corpus(Corpus *corpus, char **paths, int n)
{
  int i;
  guint j, k;

  for (i = 0; i < n; i++) {
    StanzaText *text = g_new0(StanzaText, 1);
    BounceError *error = NULL;
    StanzaFile *file;
    char *content;

    if (!g_file_get_contents(paths[i], &content, &text->length, NULL)) {
      fprintf(stderr, "bench-classify: %s can't be read\n", paths[i]);
      exit(1);
    }
    text->name = paths[i];
    text->text = content;
    g_ptr_array_add(corpus->texts, text);
    file = stanza_file_read(paths[i], content, text->length, &dialect, &error);
    if (file == NULL) {
      fprintf(stderr, "bench-classify: %s\n", bounce_error_message(error));
      exit(1);
    }
    for (j = 0; j < file->n_stanzas; j++)
      for (k = 0; k < file->stanzas[j].n_statements; k++)
        add_statement(corpus, &file->stanzas[j].statements[k]);
    stanza_file_free(file);
  }
}

/* Replies of the same length, made of the samples. */
static GPtrArray *
make_replies(const Corpus *corpus)
{
  static const char filler[] =
      " (in reply to RCPT TO command), host mx.example.org[192.0.2.25], while "
      "talking to it for the account of u@example.net";
  GPtrArray *replies = g_ptr_array_new_with_free_func(g_free);
  guint i;

  for (i = 0; i < corpus->samples->len; i++) {
    const char *sample = corpus->samples->pdata[i];
    GString *reply = g_string_new(sample);

    g_string_append(reply, filler);
    if (reply->len > REPLY_BYTES)
      g_string_truncate(reply, REPLY_BYTES);
    g_ptr_array_add(replies, g_string_free(reply, FALSE));
  }
  return replies;
}

static guint
classify_replies(const RuleSet *set, const GPtrArray *replies, const char *host)
{
  guint sum = 0;
  guint i;

  for (i = 0; i < replies->len; i++) {
    const char *text = replies->pdata[i];
    Refusal refusal = {.text = text, .length = strlen(text)};
    Verdict verdict;

    refusal.reply_code = (guint32)strtoul(text, NULL, 10);
    if (refusal.length > 4)
      status_read(text + 4, refusal.length - 4, &refusal.status);
    refusal.remote_host = host;
    classify(&set, 1, &refusal, &verdict);
    sum += verdict.class_;
  }
  return sum;
}

/* Replies a second in a tenth of a second. */
static double
reply_rate(const RuleSet *set, const GPtrArray *replies, const char *host)
{
  double start = now();
  guint n = 0;

  do {
    if (classify_replies(set, replies, host) == 0)
      abort();
    n += replies->len;
  } while (now() - start < 0.1);
  return n / (now() - start);
}

/* The same rules and nine more of each, whose texts end in another word. */
static RuleSet *
make_tenfold(const Corpus *corpus)
{
  GString *more = g_string_new(NULL);
  GArray *texts = g_array_new(FALSE, TRUE, sizeof(StanzaText));
  GPtrArray *problems = g_ptr_array_new_with_free_func(g_free);
  BounceError *error = NULL;
  StanzaText extra = {"more.rules", NULL, 0};
  RuleSet *set;
  guint i, copy;

  for (i = 0; i < corpus->texts->len; i++)
    g_array_append_vals(texts, corpus->texts->pdata[i], 1);
  for (copy = 1; copy < 10; copy++) {
    g_string_append_printf(more, "class policy\n name copy%u\n", copy);
    for (i = 0; i < corpus->phrases->len; i++) {
      g_autofree char *phrase = g_strdup(corpus->phrases->pdata[i]);

      g_strdelimit(phrase, "\"\\*", ' ');
      g_string_append_printf(more, " \"%s%c%c\"\n", g_strchomp(phrase),
                             'b' + copy, 'x');
    }
    g_string_append(more, " sample \"x\"\n source x\n");
  }
  extra.text = more->str;
  extra.length = more->len;
  g_array_append_val(texts, extra);
  set = rules_compile((StanzaText *)(gpointer)texts->data, texts->len, NULL,
                      FALSE, problems, &error);
  if (set == NULL) {
    fprintf(stderr, "bench-classify: %s\n", bounce_error_message(error));
    exit(1);
  }
  g_string_free(more, TRUE);
  g_array_unref(texts);
  g_ptr_array_unref(problems);
  return set;
}

/* One after another in each round, as the machine's speed changes. */
static void
bench_replies(const Corpus *corpus, const RuleSet *set,
              const GPtrArray *replies)
{
  RuleSet *tenfold = make_tenfold(corpus);
  double plain[ROUNDS], with_host[ROUNDS], ten[ROUNDS], ratio[ROUNDS];
  guint i;

  for (i = 0; i < ROUNDS; i++) {
    plain[i] = reply_rate(set, replies, NULL);
    ten[i] = reply_rate(tenfold, replies, NULL);
    with_host[i] = reply_rate(set, replies, "gmail-smtp-in.l.google.com");
    ratio[i] = plain[i] / ten[i];
  }
  printf("%.0f replies/s at %d bytes\n", median(plain, ROUNDS), REPLY_BYTES);
  printf("%.0f replies/s with a host\n", median(with_host, ROUNDS));
  printf("ten times the rules: %.0f replies/s, %.2f of the time\n",
         median(ten, ROUNDS), median(ratio, ROUNDS));
  rules_free(tenfold);
}

static void
fill(GString *text, const char *piece, gsize length)
{
  while (text->len < TEXT_BYTES)
    g_string_append_len(text, piece, (gssize)length);
  g_string_truncate(text, TEXT_BYTES);
}

/* All phrases, each cut by some bytes from its end. */
static void
fill_phrases(GString *text, const Corpus *corpus, guint cut)
{
  guint i;

  for (i = 0; text->len < TEXT_BYTES; i = (i + 1) % corpus->phrases->len) {
    const char *phrase = corpus->phrases->pdata[i];
    gsize length = strlen(phrase);

    g_string_append_len(text, phrase,
                        (gssize)(length > cut ? length - cut : length));
    g_string_append_c(text, ' ');
  }
  g_string_truncate(text, TEXT_BYTES);
}

static double
text_rate(const RuleSet *set, const GString *text)
{
  double rates[ROUNDS];
  guint round;

  for (round = 0; round < ROUNDS; round++) {
    Refusal refusal = {.text = text->str, .length = text->len};
    double start = now();
    Verdict verdict;

    classify(&set, 1, &refusal, &verdict);
    rates[round] = (double)text->len / 1e6 / (now() - start);
  }
  return median(rates, ROUNDS);
}

static void
bench_text(const RuleSet *set, const char *name, const char *piece)
{
  g_autoptr(GString) text = g_string_new(NULL);

  fill(text, piece, strlen(piece));
  printf("1 MB of %-24s %8.0f MB/s\n", name, text_rate(set, text));
}

static const struct {
  const char *name;
  const char *piece;
} kinds[] = {
    {"prose",
     "The mail system could not deliver your message to one or more "
     "recipients. Please see below for what has been tried, and by whom, "
     "before you write to the administrator of this host.\n"},
    {"a bounce",
     "<u@example.org>: host mx.example.org[192.0.2.25] said: 550 5.1.1 "
     "<u@example.org>: Recipient address rejected: User unknown in local "
     "recipient table (in reply to RCPT TO command)\n\n"},
    {"one letter", "a"},
    {"blanks", " "},
    {"line ends", "\n"},
    {"dots", "a.b."},
    {"digits", "5.1.1 550 "},
    {"punctuation", "<>(){};:,-_=+"},
    {"Russian", "Почтовый ящик получателя переполнен, письмо не доставлено. "},
    {"Greek", "Το γραμματοκιβώτιο είναι γεμάτο "},
    {"French", "L'adresse « é » été à où çà œuvre "},
    {"Chinese", "收件人的邮箱已满，请稍后再试。"},
    {"Japanese", "メールボックスがいっぱいです "},
    {"Korean", "사용자를 찾을 수 없습니다 "},
    {"broken bytes", "\xFF\xC3\xE2\x82"},
    {"URLs", "http://"},
    {"brackets", "blocked using [a.b"},
    {"one phrase", "user unknown "},
    {"short phrases", "mailbox full spam limit quota user blocked "},
    {"phrases and a rest", "mailbo user unknow quot user unkno "},
    {"announcements", "try again in size limit of has moved to "},
};

static void
bench_texts(const RuleSet *set, const Corpus *corpus)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS(kinds); i++)
    bench_text(set, kinds[i].name, kinds[i].piece);
  for (i = 0; i < 4; i++) {
    g_autoptr(GString) text = g_string_new(NULL);

    fill_phrases(text, corpus, i);
    printf("1 MB of the rules' texts, cut %u   %8.0f MB/s\n", i,
           text_rate(set, text));
  }
}

static void
bench_user_rules(const Corpus *corpus)
{
  g_autoptr(GString) text = g_string_new("class spam\n name mine\n");
  double times[ROUNDS];
  guint i;

  for (i = 0; i < 10000; i++) {
    g_autofree char *phrase =
        g_strdup(corpus->phrases->pdata[i * 7 % corpus->phrases->len]);

    g_strdelimit(phrase, "\"\\*", ' ');
    g_string_append_printf(text, " \"%s %u\"\n", phrase, i);
  }
  for (i = 0; i < ROUNDS; i++) {
    double start = now();
    BounceError *error = NULL;
    RuleSet *set =
        rules_new_from_text("mine.rules", text->str, text->len, &error);

    if (set == NULL) {
      fprintf(stderr, "bench-classify: %s\n", bounce_error_message(error));
      exit(1);
    }
    times[i] = now() - start;
    rules_free(set);
  }
  printf("10,000 phrases of a user load in %.1f ms\n",
         median(times, ROUNDS) * 1e3);
}

static void
free_text(gpointer data)
{
  StanzaText *text = data;

  g_free((gpointer)(guintptr)text->text);
  g_free(text);
}

int
main(int argc, char **argv)
{
  Corpus corpus = {g_ptr_array_new_with_free_func(g_free),
                   g_ptr_array_new_with_free_func(g_free),
                   g_ptr_array_new_with_free_func(free_text)};
  const RuleSet *set = rules_builtin();
  GPtrArray *replies;

  if (argc < 2) {
    fprintf(stderr, "usage: bench-classify RULES...\n");
    return 2;
  }
  read_corpus(&corpus, argv + 1, argc - 1);
  replies = make_replies(&corpus);
  printf("%u texts, %u samples\n", corpus.phrases->len, replies->len);
  bench_replies(&corpus, set, replies);
  bench_texts(set, &corpus);
  bench_user_rules(&corpus);
  g_ptr_array_unref(replies);
  g_ptr_array_unref(corpus.samples);
  g_ptr_array_unref(corpus.phrases);
  g_ptr_array_unref(corpus.texts);
  return 0;
}
