# bash completion for bounce(1)

_bounce_words() {
  local hardness="hard soft none"
  local categories="recipient host sender policy content transport system
    other success feedback automatic"
  local kinds="failure delay delivered relayed expanded complaint auto_reply
    read_receipt challenge other"
  local classes="user_unknown mailbox_moved mailbox_disabled mailbox_full
    recipient_filtered suppressed host_unknown no_mail_service blocked
    bad_reputation missing_ptr auth_failure sender_rejected relay_denied
    rate_limited greylisted security policy spam virus message_too_large
    content_rejected not_rfc_compliant expired network_error tls_failure
    protocol_error system_error system_full mailer_error undetermined
    delivered complaint auto_reply"
  case $1 in
    --hardness) echo "$hardness" ;;
    --category) echo "$categories" ;;
    --kind) echo "$kinds" ;;
    --class) echo "$classes" ;;
    --only | --fail-on) echo "$hardness $categories $classes $kinds" ;;
    --format | -f)
      echo "table long summary json ndjson csv sisimai html addresses why
        undetermined"
      ;;
    --color) echo "auto always never" ;;
    --since) echo "12h 1d 7d 2w" ;;
  esac
}

_bounce() {
  local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
  local before=
  # bash takes "--format=csv" for three words.
  if [ "$current" = = ]; then
    current=
  elif [ "$option" = = ]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  COMPREPLY=()
  case $option in
    --hardness | --category | --kind | --class | --only | --fail-on)
      # The last name of a list.
      if [ "$current" != "${current%,*}" ]; then
        before=${current%,*},
        current=${current##*,}
      fi
      COMPREPLY=($(compgen -P "$before" -W "$(_bounce_words "$option")" \
        -- "$current"))
      compopt -o nospace 2>/dev/null
      ;;
    --format | -f | --color | --since)
      COMPREPLY=($(compgen -W "$(_bounce_words "$option")" -- "$current"))
      ;;
    --reply | -r | --host | --jobs | -j | --domain | --keep-header | --trust | \
      --top) ;;
    *)
      case $current in
        -*)
          COMPREPLY=($(compgen -W "--format --explain --why --undetermined
            --addresses --top --csv-raw --color --files-from --null --reply
            --host --jobs --quiet --only --hardness --class --category --kind
            --domain --since --fail-on --rules --formats --no-config
            --no-formats --keep-header --trust --append --help --help-all
            --version" -- "$current"))
          ;;
        *)
          mapfile -t COMPREPLY < <(compgen -f -- "$current")
          [ "$COMP_CWORD" != 1 ] ||
            COMPREPLY+=($(compgen -W "check-rules check-formats" \
              -- "$current"))
          compopt -o filenames 2>/dev/null
          ;;
      esac
      ;;
  esac
}

complete -F _bounce bounce
