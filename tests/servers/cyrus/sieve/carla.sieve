require "vacation";
vacation :days 7 :addresses "carla@out.example.net" :subject "Absence jusqu'à lundi"
    "Bonjour, je suis absente jusqu'à lundi.";
