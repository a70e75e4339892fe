import InteractionModel
import Testing

@Suite("Whom text in an event is about")
struct DefaultSubjectTests {
  private func subject(
    _ stream: EntityKey, _ actor: Actor?, party: String? = nil
  ) -> (participant: String, party: String?) {
    var event = NewEvent(id: .random(), stream: StreamID(stream), type: .noteAdded)
    event.actor = actor
    if let party { event.party = party }
    #expect(event.defaultSubject.scope == stream)
    return (event.defaultSubject.participant, event.defaultSubject.party)
  }

  @Test("is the party that acts, else the party that is named, else whoever acts")
  func order() {
    let agent = Actor(type: "agent", id: "a-7")
    for scope in [EntityKey.conversation("c-1"), .case("k-1")] {
      #expect(subject(scope, Actor(type: "party", id: "p-1")) == ("party:p-1", "p-1"))
      #expect(
        subject(scope, Actor(type: "citizen", id: "p-1"), party: "p-2") == ("party:p-1", "p-1"))
      #expect(subject(scope, Actor(type: "party"), party: "p-2") == ("party:p-2", "p-2"))
      #expect(subject(scope, agent, party: "p-2") == ("party:p-2", "p-2"))
      #expect(subject(scope, Actor(type: "system"), party: "p-2") == ("party:p-2", "p-2"))
      #expect(subject(scope, nil, party: "p-2") == ("party:p-2", "p-2"))
    }
    #expect(subject(.conversation("c-1"), agent) == ("agent:a-7", nil))
    #expect(subject(.conversation("c-1"), nil) == ("unknown", nil))
    #expect(subject(.case("k-1"), agent) == ("agent", nil))
    #expect(subject(.case("k-1"), nil) == ("matter", nil))
    #expect(subject(.party("p-1"), agent) == ("", "p-1"))
  }
}
