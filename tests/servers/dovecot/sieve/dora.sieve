require "vacation";
vacation :days 1 :addresses ["dora@store.example.net", "dora@desk.example.net"]
    :subject "Im Urlaub bis 7. Dezember" :from "Dora Müller <dora@store.example.net>"
    "Guten Tag, ich bin bis zum 7. Dezember nicht im Büro.";
