import InteractionModel
import Testing

@Suite("What only a log itself says")
struct ReservedNameTests {
  @Test("is every type of the governance group, and no other that is known")
  func types() {
    let reserved = EventCatalogue.types.filter(\.isReserved).map(\.rawValue)
    #expect(
      Set(reserved) == [
        "log.created", "log.signing_key_rotated", "log.epoch_started", "log.witness_added",
        "log.witness_removed", "log.backed_up", "key.rotated", "projection.event_quarantined",
        "record.corrected",
        "record.accessed", "record.disclosed", "record.exported", "hold.placed", "hold.released",
        "erasure.requested", "erasure.refused", "party.erased", "retention.scheduled",
        "retention.approved", "retention.executed", "access.break_glass_started",
        "access.break_glass_ended",
      ])
  }

  @Test(
    "in whatever case it is written, and what its groups may yet have",
    arguments: [
      ("Log.Created", "log.…"), ("ERASURE.REQUESTED", "erasure.…"), ("erasure.foo", "erasure.…"),
      ("hold.foo.bar", "hold.…"), ("hold", "hold.…"), ("record.", "record.…"),
      ("Party.Erased", "party.erased"), ("pArTy.eRaSeD", "party.erased"),
    ])
  func variants(name: String, reserved: String) {
    #expect(EventType(name).reservedName == reserved)
    #expect(EventType(name).isReserved)
  }

  @Test(
    "but not what other systems call their own",
    arguments: [
      "party.merged", "party.erased_from_list", "com.example.hold.placed", "holding.started",
      "logs.created", "keyboard.pressed", "case.opened", "recording.added", "", ".hold",
    ])
  func others(name: String) {
    #expect(!EventType(name).isReserved)
    // A name with a space, at its end or elsewhere, is no type at all.
    #expect(!EventType.isValid(name + " ") && !EventType.isValid(" " + name))
  }

  @Test("is what stands in a stream of no entity, or has the program for its source")
  func events() {
    func event(_ stream: String, _ source: String?) -> NewEvent {
      var event = NewEvent(
        id: .random(), stream: StreamID(rawValue: stream), type: .noteAdded)
      event.source = source
      return event
    }
    for stream in [
      "log-origin", "hold-register", "erasure-register", "access-tester", "projection-CaseState",
      "retention-1",
    ] {
      #expect(event(stream, nil).reserved == .stream)
    }
    for source in ["throughline", "Throughline", "THROUGHLINE"] {
      #expect(event("case-1", source).reserved == .source)
    }
    for source in [
      "throughline/", "/throughline", "//throughline", "urn:throughline", "URN:x:Throughline",
      "throughline:eraser", "throughline/erasure", "throughline?x", "throughline#1",
      "https://throughline/a", "https://throughline:8443", "through-line", "Through.Line",
      "%74hroughline", "urn:%74%48roughline", "_throughline_", "throughline.", "~throughline",
      "a:throughline:b", "%throughline",
    ] {
      #expect(ReservedName.isReserved(source: source), "\(source)")
      #expect(event("case-1", source).reserved == .source)
    }
    for source in [
      nil, "throughline2", "throughlin", "desk", "desk.example/throughline", "throughliner",
      "https://throughline.example.org/chat", "urn:example:through", "throughline-demo",
      "mythroughline", "https://city.example/throughline/1",
    ] {
      #expect(event("case-1", source).reserved == nil)
    }
    var accessed = event("case-1", "desk")
    accessed.type = .recordAccessed
    #expect(accessed.reserved == .type)
  }
}
