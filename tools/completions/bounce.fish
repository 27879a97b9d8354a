# fish completion for bounce(1)

set -g __bounce_hardness hard soft none
set -g __bounce_categories recipient host sender policy content transport \
    system other success feedback automatic
set -g __bounce_kinds failure delay delivered relayed expanded complaint \
    auto_reply read_receipt challenge other
set -g __bounce_classes user_unknown mailbox_moved mailbox_disabled \
    mailbox_full recipient_filtered suppressed host_unknown no_mail_service \
    blocked bad_reputation missing_ptr auth_failure sender_rejected \
    relay_denied rate_limited greylisted security policy spam virus \
    message_too_large content_rejected not_rfc_compliant expired \
    network_error tls_failure protocol_error system_error system_full \
    mailer_error undetermined delivered complaint auto_reply

complete -c bounce -n __fish_use_subcommand -a check-rules -d 'Check rules'
complete -c bounce -n __fish_use_subcommand -a check-formats -d 'Check formats'
complete -c bounce -s f -l format -x -d 'How to print' \
    -a 'table long summary json ndjson csv sisimai html addresses why undetermined'
complete -c bounce -s e -l explain -d 'Say what each class means'
complete -c bounce -l why -d 'Show the message with the lines that decided'
complete -c bounce -l undetermined -d 'Group what could not be classified'
complete -c bounce -l addresses -d 'The hard-bounced addresses alone'
complete -c bounce -l top -x -d 'Lines of a list in the summary'
complete -c bounce -l csv-raw -d "Don't disarm formulas in CSV"
complete -c bounce -l color -x -a 'auto always never' -d 'Use colors'
complete -c bounce -l files-from -r -F -d 'Read the files that a list names'
complete -c bounce -s 0 -l null -d 'Names in the list end in NUL'
complete -c bounce -s r -l reply -x -d 'Classify an SMTP reply'
complete -c bounce -l host -x -d 'The server that gave the reply'
complete -c bounce -s j -l jobs -x -d Threads
complete -c bounce -s q -l quiet -d 'Show no progress'
complete -c bounce -l only -x -d 'Show what has one of these names' \
    -a '(__fish_append , $__bounce_hardness $__bounce_categories $__bounce_classes $__bounce_kinds)'
complete -c bounce -l hardness -x -d 'Only these' \
    -a '(__fish_append , $__bounce_hardness)'
complete -c bounce -l class -x -d 'Only these classes' \
    -a '(__fish_append , $__bounce_classes)'
complete -c bounce -l category -x -d 'Only these categories' \
    -a '(__fish_append , $__bounce_categories)'
complete -c bounce -l kind -x -d 'Only messages of these kinds' \
    -a '(__fish_append , $__bounce_kinds)'
complete -c bounce -l domain -x -d 'Only recipients in these domains'
complete -c bounce -l since -x -a '12h 1d 7d 2w' -d 'Only bounces since'
complete -c bounce -l fail-on -x -d 'Exit status 3 when one is there' \
    -a '(__fish_append , $__bounce_hardness $__bounce_categories $__bounce_classes $__bounce_kinds)'
complete -c bounce -l rules -r -F -d 'Rules of your own'
complete -c bounce -l formats -r -F -d 'Formats of your own'
complete -c bounce -l no-config -d 'Leave the configuration folders alone'
complete -c bounce -l no-formats -d 'Read prose with the general reader alone'
complete -c bounce -l keep-header -x -d 'Keep this header field of originals'
complete -c bounce -l trust -x -d "Believe this server's Authentication-Results"
complete -c bounce -l append -r -F -d 'Append the report of one message'
complete -c bounce -s h -l help -d 'Show common options'
complete -c bounce -l help-all -d 'Show all options'
complete -c bounce -s V -l version -d 'Show the version'
