/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "help.h"

static GOptionContext *
make_context(Options *options, Help *help)
{
  const GOptionEntry entries[] = {
      {"append", 0, 0, G_OPTION_ARG_FILENAME, &options->append,
       "For mail servers: append the report of one message to FILE", "FILE"},
      {0},
  };
  GOptionContext *context = g_option_context_new(NULL);
  GOptionGroup *group = g_option_group_new(NULL, NULL, NULL, NULL, NULL);
  output_add_options(&options->output, group);
  input_add_options(&options->input, group);
  selection_add_options(&options->selection, group);
  knowledge_add_options(&options->knowledge, group);
  g_option_group_add_entries(group, entries);
  help_add_options(help, group);
  g_option_context_set_main_group(context, group);
  g_option_context_set_help_enabled(context, FALSE);
  g_option_context_set_summary(
      context, "Tells what bounced mail says: who did not get it, why, and "
               "what to do.");
  return context;
}

static gboolean
usage(const char *message, int *status)
{
  fprintf(stderr, "bounce: %s\nTry 'bounce --help'.\n", message);
  *status = EXIT_USAGE;
  return FALSE;
}

/* In place there is one message, on standard input. */
static char *
check_append(const Options *options)
{
  const Input *input = &options->input;
  const Output *output = &options->output;
  char **paths = input->paths;
  if (options->append[0] == '-')
    return g_strdup_printf("--append needs a FILE: is it ./%s?",
                           options->append);
  if (output->why || output->undetermined || output->addresses ||
      (output->format_name && strcmp(output->format_name, "ndjson") != 0))
    return g_strdup("--append writes ndjson");
  if (selection_is_any(&options->selection))
    return g_strdup("--append leaves nothing out: choose when you read FILE");
  if (input->reply || input->files_from ||
      (paths && (strcmp(paths[0], "-") != 0 || paths[1])))
    return g_strdup("--append reads one message from standard input");
  return NULL;
}

/* What is wrong with the options, to be freed, or NULL. */
static char *
check(Options *options)
{
  BounceError *error = NULL;
  char *problem = output_open(&options->output, STDOUT_FILENO);
  if (!problem && options->append)
    problem = check_append(options);
  else if (!problem)
    problem = input_open(&options->input);
  if (!problem)
    problem = selection_open(&options->selection);
  if (problem)
    return problem;
  options->output.selected = selection_by_name(&options->selection);
  if (options->output.addresses && !options->output.selected)
    selection_take_hard(&options->selection);
  options->parser = knowledge_make_parser(&options->knowledge, &error);
  if (!options->parser)
    problem = g_strdup(bounce_error_message(error));
  else
    problem = knowledge_keep_headers(&options->knowledge, options->parser);
  bounce_parser_keep_parts(options->parser,
                           options->output.format->needs_parts);
  bounce_error_free(error);
  return problem;
}

/* GOption wants "-j 4"; people also write "-j4". NULL-terminated. */
static char **
split_short_options(int argc, char **argv)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  gboolean options = TRUE;
  for (int i = 0; i < argc; i++) {
    const char *arg = argv[i];
    options = options && strcmp(arg, "--") != 0;
    if (options && i && arg[0] == '-' && strchr("frj", arg[1]) && arg[1] &&
        arg[2]) {
      const char option[] = {'-', arg[1], '\0'};
      g_strv_builder_add(builder, option);
      arg += 2;
    }
    g_strv_builder_add(builder, arg);
  }
  return g_strv_builder_end(builder);
}

gboolean
options_read(Options *options, int argc, char **argv, int *status)
{
  Help help = {0};
  g_autoptr(GError) error = NULL;
  g_autoptr(GOptionContext) context = make_context(options, &help);
  g_auto(GStrv) args = split_short_options(argc, argv);
  *status = EXIT_OK;
  if (!g_option_context_parse_strv(context, &args, &error))
    return usage(error->message, status);
  /* A mail server must not take help for a line that was written. */
  if (options->append && help_is_wanted(&help))
    return usage("--append tells nothing: ask for help without it", status);
  if (help_answer(&help, context))
    return FALSE;
  g_autofree char *problem = check(options);
  return problem ? usage(problem, status) : TRUE;
}

void
options_clear(Options *options)
{
  input_clear(&options->input);
  selection_clear(&options->selection);
  output_clear(&options->output);
  knowledge_clear(&options->knowledge);
  g_free(options->append);
  bounce_parser_unref(options->parser);
}
