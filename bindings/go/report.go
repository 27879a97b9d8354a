package bounce

// A Report is what one message says; docs/json.md describes each field. What
// the message does not tell is the zero value.
type Report struct {
	JSON                  string       `json:"-"` // the library's own text
	Source                string       `json:"source"`
	Kind                  string       `json:"kind"`
	Recipients            []*Recipient `json:"recipients"`
	Original              Original     `json:"original"`
	Feedback              *Feedback    `json:"feedback"`
	Disposition           string       `json:"disposition"`
	Format                string       `json:"format"`
	ReportingMTA          string       `json:"reporting_mta"`
	ReceivedFromMTA       string       `json:"received_from_mta"`
	ArrivalDate           string       `json:"arrival_date"`
	EnvelopeID            string       `json:"envelope_id"`
	MessageID             string       `json:"message_id"`
	Subject               string       `json:"subject"`
	From                  string       `json:"from"`
	To                    string       `json:"to"`
	Date                  string       `json:"date"`
	AutoSubmitted         string       `json:"auto_submitted"`
	IsNullSender          bool         `json:"is_null_sender"`
	AuthenticationResults string       `json:"authentication_results"`
	LimitsReached         []string     `json:"limits_reached"`
}

// A Recipient of a report.
type Recipient struct {
	Address         string   `json:"address"`
	OriginalAddress string   `json:"original_address"`
	Action          string   `json:"action"`
	Class           string   `json:"class"`
	Category        string   `json:"category"`
	Hardness        string   `json:"hardness"`
	Advice          string   `json:"advice"`
	ReplyCode       int      `json:"reply_code"`
	Status          string   `json:"status"`
	Diagnostic      string   `json:"diagnostic"`
	Command         string   `json:"command"`
	RemoteMTA       string   `json:"remote_mta"`
	Provider        string   `json:"provider"`
	RetryUntil      string   `json:"retry_until"`
	LastAttempt     string   `json:"last_attempt"`
	RetryAfter      int      `json:"retry_after"`
	SizeLimit       uint64   `json:"size_limit"`
	Blocklist       string   `json:"blocklist"`
	Listed          string   `json:"listed"`
	HelpURL         string   `json:"help_url"`
	NewAddress      string   `json:"new_address"`
	Mapping         Mapping  `json:"mapping"`
	Evidence        Evidence `json:"evidence"`
}

// Mapping is the class in the words of other programs.
type Mapping struct {
	Sisimai    string `json:"sisimai"`
	KumoMTA    string `json:"kumomta"`
	Postalsys  string `json:"postalsys"`
	SESType    string `json:"ses_type"`
	SESSubtype string `json:"ses_subtype"`
}

// Evidence tells where a recipient's facts stood, and the rule that decided.
type Evidence struct {
	Source    string `json:"source"`
	Part      string `json:"part"`
	Line      int    `json:"line"`
	Rule      string `json:"rule"`
	RulePlace string `json:"rule_place"`
	Matched   string `json:"matched"`
	Overruled string `json:"overruled"`
}

// An Original is the message that a report is about.
type Original struct {
	MessageID     string   `json:"message_id"`
	Subject       string   `json:"subject"`
	From          string   `json:"from"`
	To            string   `json:"to"`
	Date          string   `json:"date"`
	ReturnPath    string   `json:"return_path"`
	ListID        string   `json:"list_id"`
	FeedbackID    string   `json:"feedback_id"`
	Recipient     string   `json:"recipient"`
	Token         string   `json:"token"`
	AddressScheme string   `json:"address_scheme"`
	Headers       []Header `json:"headers"`
}

// A Header is a field that the parser was told to keep.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Feedback is what a feedback report tells (RFC 5965).
type Feedback struct {
	Type                  string `json:"type"`
	UserAgent             string `json:"user_agent"`
	SourceIP              string `json:"source_ip"`
	OriginalMailFrom      string `json:"original_mail_from"`
	ArrivalDate           string `json:"arrival_date"`
	ReportedDomain        string `json:"reported_domain"`
	ReportedURI           string `json:"reported_uri"`
	ReportingMTA          string `json:"reporting_mta"`
	Incidents             string `json:"incidents"`
	AuthFailure           string `json:"auth_failure"`
	DeliveryResult        string `json:"delivery_result"`
	AuthenticationResults string `json:"authentication_results"`
}
