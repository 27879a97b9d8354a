require "vacation";
vacation :days 7 :addresses "bert@out.example.net"
    "I am out of the office until Monday and read no mail.";
