require "reject";
reject "Die Annahme Ihrer Nachricht wird verweigert: Der Empfänger liest Rundschreiben nicht.";
