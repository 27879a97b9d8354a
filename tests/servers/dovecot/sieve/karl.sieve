require ["enotify", "variables", "envelope"];
if header :matches "Subject" "*" { set "subject" "${1}"; }
if envelope :all :matches "from" "*" { set "sender" "${1}"; }
notify :message "New mail: ${subject}" "mailto:${sender}";
