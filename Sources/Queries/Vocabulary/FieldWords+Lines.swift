extension FieldWords {
  /// The public fields by name, or by type or group and name where it is another thing there.
  ///
  /// One without a value is in no example.
  static let publicLines = """
    aal | how sure the authentication is: 1 to 3 | 2
    agent | the agent who does or did it | agent-021
    attachment | the attachment | a-3f9c
    recording.attachment | the attachment | a-77b0
    transcript.attachment | the attachment | a-77b0
    attachments | the attachments | ["a-3f9c"]
    attempt | which attempt it was, from 1 | 1
    authority | the rule by which it is done | retention-4
    backup | the folder of backups, by its id | 7d21c0b4
    basis | why that is allowed | consent
    bundle | SHA-256 of the manifest of what was given | 4e88f5ecff9b11e9
    by | who ended it: party, agent or system | party
    callback | the id of the event that promised it | ‹callback.promised›
    campaign | the campaign | service-reminder
    cap | the limit that was reached | 2_in_7_days
    case | the case | PA-2026-000017
    conversation.resumed.case | the case, where it goes on in one
    conversation.linked.case | the case | PA-2026-000018
    clock | which clock: response, resolution, … | resolution
    codeVersion | the version of the projection | 3
    command | the command by which it was read | case.timeline
    commitment | the promise | promise-31
    confidence | how sure the model is, from 0 to 1 | "0.86"
    contact | the leg of the conversation | ct-501
    conversations | the conversations that go there | ["c-2201"]
    cosigned | how many witnesses had cosigned the checkpoint that it is proven by | 2
    custodian | who keeps it | office-7
    department | the department | Water Operations
    transfer.department | the department | Human Services
    district | the district | District 3
    due | by when | 2026-03-11T17:00:00-05:00
    duration | how long, in seconds | 240
    edition | which edition, from 1 | 2
    entity | the id of what it is about | p-1042
    entityKind | what that is: party, case, … | party
    erasure | the erasure | e-12
    error | what went wrong | timeout
    message.failed.error | what went wrong | mailbox_full
    transfer.failed.error | what went wrong | nobody_there
    evaluator | who judged it | agent-044
    event | the event that it is about | ‹message.received›
    field | which field was wrong | due
    flags | what is unusual about the record
    form | the form | Call quality 2026
    format | the format | 1
    record.exported.format | the format | csv
    from | whom they were merged into | p-1001
    record.accessed.from | the first record | 1
    fromAgent | who gives it | agent-017
    fromChannel | the channel it comes from | chat
    fromDepartment | the department it comes from | Utility Billing
    fromQueue | the queue it comes from | ub-payments
    generation | the how many-eth key of the log it is | 2
    handoff | the hand-off that it belongs to
    handoff.handoff | the hand-off that it belongs to | ‹transfer.requested›
    hold | seconds on hold | 60
    hold.hold | the hold | h-7
    erasure.hold | the hold that was in the way | h-7
    ial | how sure their identity is: 1 to 3 | 1
    idp | who vouches for them | city-id
    initiationMethod | how it began | inbound
    intent | what they want, as a code | pay_bill
    into | what it belongs to from now on | PA-2026-000018
    party.into | the party that they are | p-1001
    issue | what it is about, as a code | high-bill
    item | what it is one delivery of, when it may come twice
    key | which fact: name, address, account_number, … | account_number
    keyGeneration | which master key, from 1 | 2
    keys | a digest of the keys | d41d8cd9
    kind | what kind | refund
    party.kind | what identifies or reaches them | phone
    note.kind | call_note, visit_note, accommodation, … | accommodation
    transfer.kind | what kind of transfer | department
    language | the language, as a code | es
    conversation.started.language | the language, as a code | en
    latitude | degrees north | "42.3601"
    level | how high, from 1 | 2
    longitude | degrees east | "-71.0589"
    masterKey | the fingerprint of the master key that opens the copied keys | 9f2c51
    mediaType | what it is: speech, scan, audio/wav, … | text/plain
    recording.mediaType | what it is: audio/wav, video/mp4, … | audio/wav
    transcript.mediaType | what it is of: speech, scan, … | speech
    message | the id of the event of the message | ‹message.received›
    message.delivered.message | the id of the event of the message | ‹message.sent›
    message.failed.message | the id of the event of the message | ‹message.sent›
    method | how they proved it | password
    model | the model that inferred it; says it is an inference
    negative | what was bad: ease, efficiency, humanity, … | ["efficiency"]
    neighborhood | the neighbourhood | Back Bay
    node | where in the menu | say_reason
    onTime | whether it was on time | ONTIME
    oldOrigin | what its checkpoints were of until then | city.example/contact-log
    origin | the name of the log | city.example/contact-log
    log.epoch_started.origin | what its checkpoints are of from now on | city.example/contact-log/epoch-2
    outcome | how it went | ok
    conversation.outcome | what it came to | resolved
    disposition.outcome | what it came to | resolved
    callback.outcome | how it went | no_answer
    ivr.outcome | how it went | matched
    transfer.outcome | how it went | completed
    owner | who looks after it | agent-034
    packet | a digest of the packet | d41d8cd9
    parent | the id of the event that it answers | ‹message.received›
    message.received.parent | the id of the event that it answers
    participants | who takes part | ["p-1042"]
    participant | under which name they took part | p-1042
    message.sent.participant | under which name they took part | agent-017
    part | which part of an account that goes on in further records | 1
    parties | the parties that were shown | ["p-1042"]
    parts | how many records the account has | 2
    party | the party | p-1042
    pending | whether it is still to come | false
    policyVersion | the version of the rules | 2026-1
    position | the position of the record | 3200
    positive | what was good: ease, efficiency, humanity, … | ["humanity"]
    preferredChannel | the channel they prefer | email
    priority | how urgent | high
    contact.priority | how urgent, as a number | 2
    producer | who made it: person or machine | machine
    projection | the projection | CaseState
    publicKey | the key that says it is the log | ed25519-key
    purpose | what for, as a code | audit
    queue | the queue | ub-billing
    case.assigned.queue | the queue | wo-meters
    transfer.queue | the queue | hs-intake
    contact.initiated.queue | the queue
    contact.offered.queue | the queue | ub-payments
    contact.declined.queue | the queue | ub-payments
    case.opened.due | by when | 2026-03-09T17:00:00-05:00
    case.opened.owner | who looks after it | agent-031
    case.opened.priority | how urgent | normal
    case.opened.department | the department | Utility Billing
    case.opened.queue | the queue | ub-payments
    response.used.response | the codified answer | kb-20
    quorum | how many witnesses have to cosign from now on | 1
    reason | why, as a code
    case.opened.reason | the heading that the service stands under | Water
    records | how many records | 12
    redactedToo | whether redacted texts were opened too | false
    resolution | how it was settled | done
    response | the codified answer | kb-14
    message.received.response | the codified answer that they speak of
    responseVersion | which version of it | 3
    reviewBy | by when somebody must look at it again | 2026-09-01T00:00:00-04:00
    schedule | the rule of retention | grs-6.5-010
    scope | what it is about | outreach
    log.backed_up.root | the root of the tree over what was copied, in base64 | RK3dbZ2sTDp
    root | the root that was signed of them, in base64 | RK3dbZ2sTDp
    score | the score | 4
    service | the service that is asked for | Bill inquiry
    signingKey | the key that its checkpoints are verified with | city.example/log+4c6d6b1f+AQ
    log.epoch_started.signingKey | the key that they are verified with from now on | city.example/contact-log/epoch-2+0aa0d31f+AQ
    log.signing_key_rotated.signingKey | the key that they are verified with from now on | city.example/log+0aa0d31f+AQ
    source | what the city calls the way it came | Billing mailbox
    shown | how many of its sealed parts belong to those who were shown | 1
    signature | what the key before it says of that, in base64 | q83vEjRWeJo
    size | the size of the log as of which it is all of them | 6001
    log.epoch_started.size | how many records were signed last under the old origin | 6001
    sourceEvent | the id of the event that says it | ‹message.received›
    status | how it stands | open
    step | the step | confirm
    subjects | how many keys | 6
    left | how many subjects of others stay as they are | 3
    survey | the survey | post_contact
    talk | seconds of talk | 180
    task | what they wanted to do | pay_bill
    template | the template | service-reminder
    templateVersion | which version of it | 2
    through | the last record that was copied | 40
    to | the last record | 40
    toAgent | who is to have it | agent-021
    toCase | the case it goes on in | PA-2026-000018
    toChannel | the channel it goes to | voice
    toDepartment | the department it goes to | Human Services
    toQueue | the queue it goes to | hs-intake
    topic | the topic | t-8
    transaction | the number of the transaction | tx-88120
    transfer | the id of the event that requested it | ‹transfer.requested›
    trigger | the id of the event that led to it | ‹case.opened›
    trust | how much they trust the agency, by the wording's scale | 4
    turn | which turn, from 0 | 0
    url | where it is asked | https://witness.example
    until | until when | 2026-03-09T12:00:00-05:00
    verified | whether somebody checked it | true
    version | which version | 3
    visibility | who may see it | public
    note.visibility | who may see it | internal
    waited | seconds that they waited | 310
    ward | the ward | "5"
    withheld | how many pieces of text were withheld | 3
    witness | the key that it cosigns with | witness.example/w1+20324abe+BA
    wording | the wording of the question | trust_5
    zip | the postal code, five digits | "02116"
    """

  /// The sealed fields by name.
  static let sealedLines = """
    address | the place, in words | 12 Alder Street
    comment | what they said about it | Friendly, and quick.
    description | what they say about the matter | It has doubled.
    email | their address | ana@example.org
    expected | what whoever takes over is to do | Please call back today.
    externalID | what the other system calls it | chat-88120
    contact.externalID | what the other system calls it | call-501
    message.externalID | what the other system calls it | <18@mail.example>
    message.received.externalID | what the other system calls it | <17@mail.example>
    outreach.externalID | what the other system calls it | <19@mail.example>
    fileNames | the names of the attachments | ["letter.pdf"]
    message.received.fileNames | the names of the attachments | ["bill.pdf"]
    recording.fileNames | the names of the attachments | ["call-501.wav"]
    from | the sender's address | ana@example.org
    contact.from | the number or address they came from | +1 617 555 0142
    message.sent.from | the sender's address | billing@city.example
    inReplyTo | what the other system calls its parent | <16@mail.example>
    message.sent.inReplyTo | what the other system calls its parent | <17@mail.example>
    name | their name | Ana Lima
    note | whatever else is to be said, in words | They will come by.
    phone | their telephone number | +1 617 555 0142
    purpose | what for, in words | They asked for it.
    query | what was asked for, in words | late fee
    reason | why, in words | They ask for more time to pay.
    case.pended.reason | why, in words | The meter must be read first.
    case.reopened.reason | why, in words | The fee is on the next bill again.
    case.due_changed.reason | why, in words | The meter is read next week.
    case.escalated.reason | why, in words | They have waited for three weeks.
    transfer.rejected.reason | why, in words | It is another office's matter.
    handoff.returned.reason | why, in words | It is a question about a bill.
    recipient | who was told | Jo Smith, Legal Aid
    resolution | how it was settled, in words | The fee was waived.
    subject | the subject line | My water bill
    message.sent.subject | the subject line | Re: My water bill
    outreach.subject | the subject line | Your water bill is due
    text | what was said | My bill is wrong.
    contact.text | what was said | I am calling about my bill.
    message.sent.text | what was said | I will look into it today.
    message.edited.text | what was said | My bill is wrong: it has doubled.
    note.text | what was noted | They need large print.
    transcript.text | what was said | I am calling about my bill.
    ivr.text | what they said or pressed | billing
    assistant.text | what was said | What is it about?
    handoff.text | what whoever takes over must know | They cannot pay all of it at once.
    commitment.text | what was promised | The fee will be refunded.
    outreach.text | what was said | Your bill of 64.20 is due on 11 March.
    survey.text | what they said | Quick, but nobody explained the fee.
    response.text | the answer, as it is worded | You may pay in three instalments.
    topic.text | what was said | Alder Street is closed until Friday.
    title | the title | Water bill too high
    response.title | the title | Paying in instalments
    topic.title | the title | Road works in Alder Street
    to | the addresses it went to | billing@city.example
    message.sent.to | the addresses it went to | ana@example.org
    outreach.to | the addresses it went to | ana@example.org
    value | the value, as they gave it | UB-48106203
    fact.corrected.value | the value that is right | UB-48106230
    party.value | the number, address or code itself | +1 617 555 0142
    """
}
