/* Counts the classes in a mailbox, with several threads that share one parser:
 * scan MAILBOX [THREADS] */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include <bounce/bounce.h>

#define MAX_THREADS 64
#define N_CLASSES 256

typedef struct {
  const BounceParser *parser;
  BounceMailbox *mailbox;
  pthread_mutex_t lock; /* of everything below and of the mailbox */
  unsigned long counts[N_CLASSES];
  int failed;
} Scan;

/* A mailbox is read by one thread at a time; parsing needs no lock. What can't
 * be read is told and passed over. */
static BounceMailboxMessage *
next_message(Scan *scan)
{
  BounceError *error = NULL;
  BounceMailboxMessage *message;
  pthread_mutex_lock(&scan->lock);
  while (!(message = bounce_mailbox_next(scan->mailbox, &error)) && error) {
    fprintf(stderr, "%s\n", bounce_error_message(error));
    bounce_error_free(error);
    error = NULL;
    scan->failed = 1;
  }
  pthread_mutex_unlock(&scan->lock);
  return message;
}

static void
count(Scan *scan, const BounceReport *report)
{
  pthread_mutex_lock(&scan->lock);
  for (uint32_t i = 0; i < report->n_recipients; i++)
    if (report->recipients[i]->class_ < N_CLASSES)
      scan->counts[report->recipients[i]->class_]++;
  pthread_mutex_unlock(&scan->lock);
}

static void *
work(void *data)
{
  Scan *scan = data;
  BounceMailboxMessage *message;
  while ((message = next_message(scan))) {
    BounceReport *report =
        bounce_parser_parse_mailbox_message(scan->parser, message, NULL);
    if (report)
      count(scan, report);
    bounce_report_free(report);
    bounce_mailbox_message_free(message);
  }
  return NULL;
}

static void
run(Scan *scan, int n_threads)
{
  pthread_t threads[MAX_THREADS];
  int started = 0;
  while (started < n_threads &&
         pthread_create(&threads[started], NULL, work, scan) == 0)
    started++;
  if (started == 0)
    work(scan);
  for (int i = 0; i < started; i++)
    pthread_join(threads[i], NULL);
}

int
main(int argc, char **argv)
{
  int n_threads = argc == 3 ? atoi(argv[2]) : 4;
  if (argc < 2 || argc > 3 || n_threads < 1 || n_threads > MAX_THREADS) {
    fprintf(stderr, "usage: %s MAILBOX [THREADS]\n", argv[0]);
    return 2;
  }
  BounceError *error = NULL;
  Scan scan = {.mailbox = bounce_mailbox_open(argv[1], &error)};
  if (!scan.mailbox) {
    fprintf(stderr, "%s\n", bounce_error_message(error));
    bounce_error_free(error);
    return 1;
  }
  BounceParser *parser = bounce_parser_new();
  scan.parser = parser;
  pthread_mutex_init(&scan.lock, NULL);
  run(&scan, n_threads);
  for (uint32_t i = 0; i < N_CLASSES; i++)
    if (scan.counts[i])
      printf("%lu %s\n", scan.counts[i], bounce_class_to_string(i));
  pthread_mutex_destroy(&scan.lock);
  bounce_mailbox_free(scan.mailbox);
  bounce_parser_unref(parser);
  return scan.failed;
}
