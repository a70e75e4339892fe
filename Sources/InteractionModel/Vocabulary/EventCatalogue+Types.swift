extension EventCatalogue {
  /// Every type and its fields: `field:kind …`.
  ///
  /// A `name` only where the agency's own tables name things (the reason of `case.opened` is the
  /// heading under which its services stand); an `id` also where long numbers are usual: hashes,
  /// and versions that are dates. What names a party, a participant, a conversation or whoever acts
  /// is a `mintedID`, but for the `entity` and the `parties` of what the program itself says, which are
  /// of an `entityID`.
  ///
  /// The names are literals, which are never counted or freed: the records of a type share one.
  static let listed: [(name: String, fields: String)] = [
    ("log.created", "origin:printable format:integer publicKey:printable signingKey:printable"),
    (
      "log.signing_key_rotated", "signingKey:printable generation:integer signature:printable"
    ),
    (
      "log.epoch_started",
      """
      origin:printable signingKey:printable generation:integer oldOrigin:printable size:integer \
      root:printable signature:printable
      """
    ),
    ("log.witness_added", "witness:printable url:printable quorum:integer"),
    ("log.witness_removed", "witness:printable quorum:integer"),
    ("log.backed_up", "backup:printable through:integer root:printable masterKey:printable"),
    ("key.rotated", "keyGeneration:integer"),
    ("projection.event_quarantined", "projection:code codeVersion:integer position:integer"),
    ("record.corrected", "event:id field:code"),
    (
      "record.accessed",
      """
      purpose:code command:code entityKind:code entity:entityID from:integer to:integer \
      records:integer redactedToo:boolean parties:mintedIDs shown:integer part:integer parts:integer
      """
    ),

    (
      "party.identified",
      """
      participant:mintedID party:mintedID kind:code idp:code ial:integer aal:integer
      """
    ),
    ("party.authenticated", "idp:code ial:integer aal:integer method:code"),
    ("party.merged", "party:mintedID into:mintedID"),
    ("party.unmerged", "party:mintedID from:mintedID"),
    ("party.endpoint_added", "kind:code verified:boolean"),
    ("party.preference_set", "language:code preferredChannel:code"),
    ("party.consent_given", "basis:code scope:code policyVersion:id"),
    ("party.consent_withdrawn", "basis:code scope:code"),

    ("fact.requested", "key:code"),
    ("fact.provided", "key:code verified:boolean sourceEvent:id"),
    ("fact.confirmed", "key:code verified:boolean sourceEvent:id"),
    ("fact.corrected", "key:code verified:boolean sourceEvent:id"),
    ("fact.marked_stale", "key:code sourceEvent:id"),

    ("conversation.started", "case:id language:code participants:mintedIDs"),
    ("conversation.resumed", "case:id language:code"),
    ("conversation.linked", "case:id"),
    ("conversation.unlinked", "case:id"),
    ("conversation.closed", "outcome:code"),

    ("contact.initiated", "contact:id initiationMethod:code language:code queue:name"),
    ("contact.enqueued", "contact:id queue:name priority:integer"),
    ("contact.offered", "contact:id queue:name agent:mintedID"),
    ("contact.declined", "contact:id queue:name agent:mintedID"),
    ("contact.answered", "contact:id queue:name agent:mintedID"),
    ("contact.held", "contact:id agent:mintedID"),
    ("contact.resumed", "contact:id agent:mintedID"),
    ("contact.abandoned", "contact:id queue:name waited:integer"),
    ("contact.disconnected", "contact:id by:code duration:integer talk:integer hold:integer"),

    (
      "message.received",
      """
      parent:id mediaType:code visibility:code participant:mintedID response:id attachments:ids \
      source:name
      """
    ),
    (
      "message.sent",
      """
      parent:id mediaType:code visibility:code participant:mintedID response:id \
      responseVersion:integer attachments:ids
      """
    ),
    ("message.delivered", "message:id"),
    ("message.failed", "message:id error:code"),
    ("message.edited", "message:id edition:integer"),
    ("message.redacted", "message:id authority:code"),
    ("note.added", "mediaType:code visibility:code kind:code attachments:ids"),

    ("recording.added", "attachment:id mediaType:code duration:integer producer:code"),
    (
      "transcript.added",
      """
      attachment:id mediaType:code producer:code language:code pending:boolean
      """
    ),

    ("selfservice.session_started", "task:name language:code"),
    ("selfservice.step_completed", "task:name step:code outcome:code transaction:id"),
    ("selfservice.step_failed", "task:name step:code error:code attempt:integer transaction:id"),
    ("selfservice.abandoned", "task:name step:code"),
    ("selfservice.completed", "task:name transaction:id"),
    ("ivr.node_entered", "node:code"),
    ("ivr.input_given", "node:code outcome:code"),
    ("ivr.overridden", "node:code agent:mintedID"),
    ("assistant.turn_taken", "turn:integer language:code"),
    ("assistant.intent_matched", "intent:code confidence:decimal language:code"),
    ("assistant.escalated", "intent:code queue:name"),
    ("assistant.contained", "intent:code"),

    (
      "transfer.requested",
      """
      kind:code fromChannel:code fromQueue:name fromAgent:mintedID fromDepartment:name \
      toChannel:code toQueue:name toAgent:mintedID toDepartment:name toCase:id service:name
      """
    ),
    ("transfer.accepted", "transfer:id agent:mintedID queue:name"),
    ("transfer.rejected", "transfer:id agent:mintedID queue:name"),
    (
      "transfer.completed",
      """
      transfer:id agent:mintedID queue:name department:name outcome:code toCase:id
      """
    ),
    ("transfer.failed", "transfer:id error:code"),
    ("handoff.prepared", "packet:id toQueue:name toAgent:mintedID toDepartment:name"),
    ("handoff.viewed", "agent:mintedID"),
    ("handoff.acknowledged", "agent:mintedID"),
    ("handoff.context_missing", "key:code"),
    ("handoff.returned", "agent:mintedID"),

    ("wrapup.started", "contact:id agent:mintedID"),
    ("wrapup.completed", "contact:id agent:mintedID duration:integer"),
    ("disposition.set", "contact:id issue:code outcome:code"),

    (
      "case.opened",
      """
      service:name reason:name department:name owner:mintedID queue:name priority:code due:time \
      status:code zip:name ward:name district:name neighborhood:name latitude:decimal \
      longitude:decimal
      """
    ),
    ("case.assigned", "department:name owner:mintedID queue:name fromDepartment:name"),
    ("case.pended", "until:time"),
    ("case.resolved", "resolution:code onTime:code"),
    ("case.reopened", ""),
    ("case.closed", "resolution:code onTime:code"),
    ("case.merged", "into:id"),
    ("case.split", "into:id conversations:mintedIDs"),
    ("case.due_changed", "due:time"),
    ("case.escalated", "level:integer department:name owner:mintedID priority:code"),

    ("callback.promised", "due:time queue:name"),
    ("callback.attempted", "callback:id attempt:integer outcome:code"),
    ("callback.completed", "callback:id"),
    ("callback.missed", "callback:id"),
    ("commitment.made", "due:time commitment:id kind:code"),
    ("commitment.kept", "commitment:id"),
    ("commitment.broken", "commitment:id"),
    ("sla.started", "clock:code due:time policyVersion:id"),
    ("sla.paused", "clock:code"),
    ("sla.met", "clock:code"),
    ("sla.breached", "clock:code"),

    (
      "outreach.queued",
      """
      campaign:code template:code templateVersion:integer trigger:id basis:code
      """
    ),
    ("outreach.sent", "campaign:code template:code templateVersion:integer attempt:integer"),
    ("outreach.opened", "campaign:code"),
    ("outreach.clicked", "campaign:code"),
    ("outreach.suppressed", "campaign:code cap:code"),

    ("survey.offered", "survey:code wording:code"),
    (
      "survey.answered",
      """
      survey:code wording:code trust:integer positive:codes negative:codes score:integer
      """
    ),
    ("feedback.acknowledged", "survey:code"),
    ("evaluation.recorded", "form:name score:integer evaluator:mintedID"),

    ("issue.coded", "issue:code confidence:decimal"),
    ("response.codified", "response:id version:integer issue:code owner:mintedID reviewBy:time"),
    ("response.approved", "response:id version:integer"),
    ("response.used", "response:id version:integer"),
    ("response.retired", "response:id version:integer"),
    ("response.owner_changed", "response:id owner:mintedID"),
    ("topic.published", "topic:id"),
    ("topic.acknowledged", "topic:id"),

    (
      "record.disclosed",
      """
      purpose:code authority:code records:integer entityKind:code entity:entityID size:integer \
      withheld:integer bundle:id parties:mintedIDs part:integer parts:integer cosigned:integer
      """
    ),
    ("record.exported", "purpose:code format:code records:integer"),
    ("hold.placed", "hold:id authority:code entityKind:code entity:entityID custodian:mintedID"),
    ("hold.released", "hold:id"),
    (
      "erasure.requested",
      """
      erasure:id entityKind:code entity:entityID authority:code subjects:integer left:integer
      """
    ),
    ("erasure.refused", "erasure:id hold:id entityKind:code entity:entityID"),
    (
      "party.erased",
      """
      erasure:id entityKind:code entity:entityID subjects:integer records:integer keys:id
      """
    ),
    ("retention.scheduled", "schedule:code entityKind:code entity:entityID due:time"),
    ("retention.approved", "schedule:code entityKind:code entity:entityID"),
    ("retention.executed", "schedule:code entityKind:code entity:entityID"),
    ("access.break_glass_started", "purpose:code"),
    ("access.break_glass_ended", "purpose:code"),
  ]
}
