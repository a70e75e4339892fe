internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Search
internal import Testing
internal import Vault

extension SearchConformance {
  /// Texts of records that are no entries of the archive.
  static let otherTexts: [SearchCheck] = [
    .onLog("whatever is sealed is found, and said to be of its kind, party and case") { searched in
      try await searched.append([
        sealed(1, "case.opened", ["title": "Pothole on Quarry Lane", "address": "12 Mill Row"]),
        sealed(2, "case.resolved", ["resolution": "patched with asphalt"]),
        sealed(3, "fact.provided", ["value": ["street": "Harbour Steps", "number": 4711]]),
        sealed(4, "party.endpoint_added", ["value": "+1 555 0100"], on: StreamID(.party("p-1"))),
        sealed(5, "transfer.requested", ["reason": "speaks Catalan"], in: "c-1"),
        sealed(6, "survey.answered", ["text": "waited too long"], in: "c-1"),
        sealed(7, "note.added", ["text": "call her son"]),
        sealed(8, "city.invented", ["anything": ["deep": ["unheard"]]]),
        sealed(9, "recording.added", ["name": "voicemail-7.wav", "hash": "d00dfeed"], in: "c-1"),
        sealed(10, "commitment.made", ["text": "waive the surcharge"], in: "c-1"),
        sealed(11, "case.opened", ["description": "a loud humming"], on: StreamID(.case("A-1"))),
        sealed(12, "case.assigned", ["address": "8 Osier Walk"], on: StreamID(.case("A-1"))),
        sealed(13, "party.identified", ["address": "3 Teasel Court"], on: StreamID(.party("p-1"))),
      ])
      try searched.indexer(batchSize: 2).catchUp()
      func kind(_ query: String) throws -> SearchKind? {
        let hits = try searched.index().search(SearchRequest(try SearchQuery(query))).hits
        #expect(hits.count == 1, "\(query)")
        return hits.first?.document.kind
      }
      #expect(try kind("pothole") == .title && kind("mill") == .title)
      #expect(try kind("asphalt") == .resolution && kind("\"harbour steps\"") == .fact)
      #expect(try kind("4711") == .fact && kind("0100") == .identifier)
      #expect(try kind("catalan") == .reason && kind("waited") == .comment)
      #expect(try kind("surcharge") == .promise && kind("humming") == .description)
      #expect(try kind("osier") == .address && kind("teasel") == .identifier)
      #expect(try kind("son") == .note && kind("unheard") == .other && kind("wav") == .other)
      #expect(try searched.find("d00dfeed").isEmpty)
      let title = try #require(try searched.index().documents(at: [Position(2)]).first)
      #expect(title.caseID == "A-1" && title.party == "p-1" && title.conversation == nil)
      #expect(!title.isEntry && title.key == "2" && title.textPosition == Position(2))
      let reason = try #require(try searched.index().documents(at: [Position(6)]).first)
      // Its conversation may move to another case.
      #expect(reason.conversation == "c-1" && reason.caseID == nil && !reason.isEntry)
      #expect(try searched.index().documents(of: ["c-1"]).isEmpty)
      #expect(try searched.digest() == searched.rebuiltDigest())
    },
    .onLog("the texts of one record are found together, and each kind of them by itself") {
      searched in
      let texts: JSONObject = [
        "title": "Sluice jammed at Teasel Lock", "description": "The mill wheel stands still.",
        "address": "12 Mill Row", "reason": "wheel noise",
      ]
      try await searched.append([
        sealed(1, "case.opened", texts),
        sealed(2, "case.opened", ["description": "Teasel everywhere"]),
        sealed(3, "note.added", ["text": "no \u{1D}mill \u{1E}wheel here", "title": "mill"]),
      ])
      try searched.indexer().catchUp()
      let index = try searched.index()
      func find(_ query: String, _ kind: SearchKind) throws -> [Int64] {
        try index.find(query, languages: [.english]) { $0.kind = kind }.sorted()
      }
      #expect(try index.find("sluice mill row noise") == [2])
      #expect(try find("mill", .address) == [2] && find("mill", .description) == [2])
      #expect(try find("mill", .title).isEmpty && find("\"12 mill\"", .description).isEmpty)
      #expect(try find("teasel", .title) == [2] && find("teasel", .description) == [3])
      #expect(try find("teasel OR mill", .description) == [2, 3])
      #expect(try find("sluice mill", .title).isEmpty && find("\"mill row\"", .address) == [2])
      #expect(try find("noise", .title) == [2] && find("noise", .address).isEmpty)
      #expect(try find("mil*", .address) == [2] && find("wheels standing", .description) == [2])
      #expect(try find("wheel -sluice", .description) == [2] && find("mill", .note) == [4])
      var request = SearchRequest(try SearchQuery("mill"), languages: [])
      request.filter.kind = .address
      #expect(try index.search(request).patterns == [SearchPattern(words: ["mill"])])
      #expect(try searched.digest() == searched.rebuiltDigest())
      try index.examine()
    },
    .onLog("what a message is known by is found with it, and is nothing that was said") {
      searched in
      for (number, conversation) in [(1, "c-1"), (2, "c-2"), (3, "c-3")] {
        var event = SearchedLog.message(number, "word \(number)", in: conversation)
        event.personal[0].content["from"] = "someone@example.net"
        event.personal[0].content["to"] = ["desk@example.org"]
        event.personal[0].content["externalID"] = .string("<m-\(number)a@mail>")
        event.personal[0].content["subject"] = .string("Subject \(number)")
        try await searched.append([event])
      }
      try searched.indexer().catchUp()
      #expect(try searched.find("someone").count == 3 && searched.find("desk").count == 3)
      #expect(try searched.find("2a") == [3] && searched.find("\"subject 3\"") == [4])
      // They have an address in common, and not their words.
      let similar = try searched.index().similar(to: "c-1", filter: SearchFilter(), limit: 5)
      #expect(!similar.flatMap(\.sharedWords).contains("someone"))
    },
    .onLog("what the log says of itself is not found") { searched in
      try await searched.append([
        sealed(1, "record.accessed", ["purpose": "gossip"], on: .access(by: "x")),
        sealed(2, "record.disclosed", ["recipient": "gossip"], on: .access(by: "x")),
        sealed(3, "record.exported", ["purpose": "gossip"], on: .access(by: "x")),
        sealed(4, "hold.placed", ["reason": "gossip"], on: .access(by: "x")),
      ])
      try searched.indexer().catchUp()
      #expect(try searched.find("gossip").isEmpty && searched.index().count() == 0)
    },
    .onStore("kind, party and case are filters") { store in
      let index = try store.serve(owned())
      func find(_ filter: (inout SearchFilter) -> Void) throws -> [Int64] {
        try index.find("word", filter).sorted()
      }
      #expect(try find { _ in } == [1, 2, 3, 4, 5])
      #expect(try find { $0.kind = .fact } == [3])
      #expect(try find { $0.kind = .message } == [1])
      let p1 = SearchOwner(ids: ["p-1", "p-9"], conversations: ["c-1"])
      #expect(try find { $0.party = p1 } == [1, 3, 4, 5])
      #expect(try find { $0.party = SearchOwner(ids: ["p-9"], conversations: []) } == [5])
      #expect(try find { $0.party = SearchOwner(ids: [], conversations: []) }.isEmpty)
      // Only what names nobody and stands in no conversation is theirs because of its case.
      let cases: Set = ["A-1", "A-2"]
      #expect(
        try find { $0.party = SearchOwner(ids: [], conversations: [], cases: cases) } == [2])
      #expect(try find { $0.case = SearchOwner(ids: ["A-1"], conversations: []) } == [2, 4])
      // The case's own documents are its own wherever they were written.
      #expect(try find { $0.case = SearchOwner(ids: ["A-2"], conversations: ["c-1"]) } == [1, 3])
      let both = try find {
        $0.party = p1
        $0.case = SearchOwner(ids: ["A-1"], conversations: ["c-1"])
      }
      #expect(both == [1, 3, 4])
      #expect(try find { $0.conversations = ["c-1"] } == [1, 3, 4])
      try index.examine()
    },
    .onStore("conversations are alike by what was said in them alone") { store in
      let said = (1...4).map { SearchEntry.message(Int64($0), "rare fence", in: "c-\($0)") }
      let filler = (11...40).map { SearchEntry.message(Int64($0), "bin", in: "c-\($0)") }
      let index = try store.serve(said + filler)
      func similar() throws -> [String] {
        try index.similar(to: "c-1", filter: SearchFilter(), limit: 9).map(\.conversation)
      }
      #expect(try similar() == ["c-2", "c-3", "c-4"])
      try index.apply(
        SearchBatch(
          entries: [
            .other(41, "rare fence", in: "c-11"), .other(42, "rare fence", in: nil),
            .other(43, "bin", in: "c-1"),
          ], checkpoint: LogCheckpoint(43)))
      #expect(try similar() == ["c-2", "c-3", "c-4"])
    },
    .onLog("a redaction takes any text, wherever it stands and whenever it comes") { searched in
      try await searched.append([
        SearchedLog.amend(9, 3, nil, in: "c-7"),
        sealed(1, "case.resolved", ["resolution": "told to nobody"]),
        sealed(2, "fact.provided", ["value": "told to nobody"], in: "c-1"),
        sealed(3, "note.added", ["text": "told to nobody"]),
      ])
      try searched.indexer().catchUp()
      #expect(try searched.find("nobody") == [3, 4])
      try await searched.append([SearchedLog.amend(10, 1, nil, in: "c-8")])
      try await searched.append([SearchedLog.amend(11, 2, nil, in: "c-1")])
      try searched.indexer(batchSize: 1).catchUp()
      #expect(try searched.find("nobody").isEmpty)
      #expect(try searched.digest() == searched.rebuiltDigest())
    },
    .onLog("what the archive passes over is not found, before or after it was indexed") {
      searched in
      func quarantine(_ number: Int, _ position: Int64) -> NewEvent {
        let name = searched.archive.projection.name
        return NewEvent(
          id: SearchedLog.id(number), stream: .projection(name), type: .eventQuarantined,
          body: [
            "projection": .string(name), "codeVersion": 1, "position": .int(position),
          ])
      }
      try await searched.append([
        quarantine(1, 3), sealed(2, "case.opened", ["title": "word"]),
        sealed(3, "case.resolved", ["resolution": "word"]),
      ])
      try searched.indexer().catchUp()
      #expect(try searched.find("word") == [4])
      try await searched.append([quarantine(4, 4)])
      try searched.indexer().catchUp()
      #expect(try searched.find("word").isEmpty)
      #expect(try searched.digest() == searched.rebuiltDigest())
    },
    .onLog("an erasure takes them by their keys, and what others wrote there comes back") {
      searched in
      var shared = sealed(2, "case.resolved", ["resolution": "citizen words"])
      shared.personal.append(
        PersonalPart(
          subject: Subject(scope: .case("A-1"), participant: "agent:a-7"),
          content: ["reason": "agent words"]))
      try await searched.append([
        sealed(1, "case.opened", ["title": "her words"]), shared,
        sealed(3, "fact.provided", ["value": "her words"], in: "c-1"),
        SearchedLog.message(4, "his words", from: "p-2"),
      ])
      try searched.indexer().catchUp()
      #expect(try searched.find("words") == [2, 3, 4, 5])
      let keys = try searched.keys(of: "p-1")
      try await searched.erase(Array(keys))
      let purge = try searched.indexes.purge(keys: keys)
      #expect(purge.documents == 3 && purge.builds == 0)
      #expect(try searched.find("words") == [5])
      #expect(try searched.index().state().pendingRecords == [Position(3)])
      #expect(try searched.index().state().pending.isEmpty)
      try searched.indexer().catchUp()
      #expect(try searched.index().state().isComplete)
      #expect(try searched.find("agent") == [3] && searched.find("citizen").isEmpty)
      #expect(try searched.digest() == searched.rebuiltDigest())
      #expect(try searched.texts() == searched.rebuiltTexts())
    },
  ]

  /// A record with something sealed, of a party and of a case unless it is in a conversation.
  private static func sealed(
    _ number: Int, _ type: String, _ content: JSONObject, in conversation: String? = nil,
    on stream: StreamID? = nil
  ) -> NewEvent {
    let usual = conversation.map { StreamID(.conversation($0)) } ?? StreamID(.case("A-1"))
    var event = NewEvent(
      id: SearchedLog.id(number), stream: stream ?? usual, type: EventType(type))
    event.party = "p-1"
    event.personal = [PersonalPart(subject: event.defaultSubject, content: content)]
    return event
  }

  /// Documents of a conversation and of others, each of somebody else.
  private static func owned() -> [SearchEntry] {
    [
      .message(1, "word", in: "c-1"),
      .other(2, "word", in: nil, .title) { $0.caseID = "A-1" },
      .other(3, "word", in: "c-1", .fact) { $0.party = "p-2" },
      .other(4, "word", in: "c-1", .resolution) { document in
        document.caseID = "A-1"
        document.party = "p-2"
      },
      .other(5, "word", in: nil, .identifier) { $0.party = "p-9" },
    ]
  }
}
