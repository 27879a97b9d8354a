require "vacation";
vacation :days 7 "I am out of the office until Monday and read no mail.
Robin Example answers urgent questions.";
