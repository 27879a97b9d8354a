require ["vacation", "reject"];
reject text:
Die Annahme Ihrer Nachricht wird verweigert.

Der Empfänger liest Rundschreiben nicht.
.
;
