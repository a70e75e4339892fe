import InteractionModel

extension GoldenCity {
  /// One person who is known by three names for a while, and cases that are merged and split.
  func chen() async throws {
    try await add(
      "case.opened", "12T08:00", by: "agent:bea", of: "A-3", party: "chen",
      ["service": "permit", "department": "Permits", "priority": "low"],
      sealed: ["title": "围栏许可"])
    try await add(
      "case.opened", "12T08:01", by: "agent:bea", of: "A-4", party: "chen-phone",
      ["service": "permit", "department": "Permits"])
    // A visitor whom nobody knows, and who is known later.
    let visit = "chen-chat"
    try await add(
      "conversation.started", "12T09:00", by: "customer", in: visit, over: .chat,
      ["participants": ["visitor"]])
    try await add(
      "message.received", "12T09:01", by: "customer", in: visit, over: .chat,
      ["participant": "visitor"], sealed: ["text": "我想问一下围栏许可。"], direction: .inbound)
    try await add(
      "message.sent", "12T09:02", by: "agent:ivo", in: visit, over: .chat,
      sealed: ["text": "May I have your name?"], direction: .outbound, department: "Permits")
    try await add(
      "party.identified", "12T09:10", by: "agent:ivo", in: visit, over: .chat,
      ["participant": "customer", "party": "chen", "kind": "account", "ial": 1],
      sealed: ["name": "Chen Wei"])
    try await add(
      "conversation.linked", "12T09:11", by: "agent:ivo", in: visit, ["case": "A-3"])
    try await add(
      "fact.provided", "12T09:12", by: "party:chen", in: visit, party: "chen", over: .chat,
      ["key": "address", "verified": false], sealed: ["value": "7 Reed Street"])
    try await add(
      "conversation.started", "12T10:00", by: "party:chen-phone", in: "chen-call",
      of: "A-4", party: "chen-phone", over: .voice)
    try await add(
      "message.received", "12T10:01", by: "party:chen-phone", in: "chen-call", of: "A-4",
      party: "chen-phone", over: .voice, sealed: ["text": "I called about the fence permit."],
      direction: .inbound)
    try await add(
      "fact.requested", "12T10:02", by: "agent:ivo", in: "chen-call", of: "A-4",
      party: "chen-phone", over: .voice, ["key": "address"])
    try await add(
      "conversation.started", "12T11:00", by: "party:chen-work", in: "chen-mail",
      party: "chen-work", over: .email)
    question = try await add(
      "message.received", "12T11:01", by: "party:chen-work", in: "chen-mail", party: "chen-work",
      over: .email, ["visibility": "public"],
      sealed: ["subject": "Fence", "text": "Is the fence permit ready?"], direction: .inbound)
    try await add(
      "party.merged", "13T09:00", by: "agent:ivo", party: "chen-phone",
      ["party": "chen-phone", "into": "chen"], sealed: ["reason": "Same account."])
    try await add(
      "party.merged", "13T09:01", by: "agent:ivo", party: "chen-work",
      ["party": "chen-work", "into": "chen"])
    try await add("case.merged", "13T09:02", by: "agent:ivo", of: "A-4", ["into": "A-3"])
    try await add(
      "party.unmerged", "14T09:00", by: "agent:ivo", party: "chen-work",
      ["party": "chen-work", "from": "chen"], sealed: ["reason": "Another Chen."])
    try await add(
      "case.split", "14T09:01", by: "agent:ivo", of: "A-3",
      ["into": "A-5", "conversations": ["chen-call"]])
    try await add(
      "case.opened", "14T09:02", by: "agent:ivo", of: "A-5", party: "chen",
      ["service": "permit", "department": "Permits"])
    try await add("case.closed", "14T09:03", by: "agent:ivo", of: "A-3", ["resolution": "granted"])
  }

  /// Every other channel, in as many languages, with times as sources have them.
  func fatou() async throws {
    let words: [(channel: Channel, text: String)] = [
      (.messaging, "Bonjour, la benne déborde."), (.socialPublic, "¿Cuándo recogen la basura?"),
      (.socialDirect, "ゴミはいつ収集されますか"), (.kiosk, "Мусор не вывезен"),
      (.mail, "Η σακούλα έσκισε"), (.video, "कूड़ा नहीं उठाया गया"),
      (.cobrowse, "쓰레기 수거가 안 됐어요"), (.outreach, "Recycling day is Monday."),
      (.callback, "Çöp alınmadı, İstanbul ı"), (.internal, "Check the route of lorry 9."),
    ]
    for (number, word) in words.enumerated() {
      let id = "fatou-\(word.channel.rawValue)"
      let isOurs = word.channel == .outreach || word.channel == .internal
      let actor = isOurs ? "agent:jon" : "party:fatou"
      // Some sources know no zone, some no time, and one is ahead of its time.
      let time =
        number == 0 ? "2025-03-15T09:00:00.250" : number == 1 ? nil : "15T09:\(number + 10)"
      try await add(
        isOurs ? "message.sent" : "message.received", time, by: actor, in: id, party: "fatou",
        over: word.channel, sealed: ["text": .string(word.text)],
        direction: word.channel == .internal ? .internal : isOurs ? .outbound : .inbound,
        department: "Sanitation")
    }
    try await add(
      "outreach.sent", "15T10:00", by: "system:campaigns", in: "fatou-outreach", party: "fatou",
      over: .outreach,
      ["campaign": "recycling", "template": "t-1", "templateVersion": 3, "attempt": 1])
    try await add(
      "contact.abandoned", "15T10:05", by: "party:fatou", in: "fatou-callback", party: "fatou",
      over: .callback, ["contact": "k-f", "queue": "sanitation", "waited": 240])
    try await add(
      "party.consent_withdrawn", "15T10:10", by: "party:fatou", party: "fatou",
      ["scope": "reminders"])
    try await add(
      "message.received", "15T11:01", by: "party:fatou", in: "fatou-list", party: "fatou",
      over: .email,
      sealed: ["text": "bell \u{7} escape \u{1B}[31m nul \u{0} end\u{2028}next e\u{301} \u{FEFF}"],
      direction: .inbound)
    // Too long for a record, so that it is sealed beside it.
    let long = String(repeating: "Street after street, again and again. ", count: 900)
    try await add(
      "message.received", "15T11:02", by: "party:lena", in: "lena-list", party: "lena",
      over: .email, sealed: ["subject": "Streets", "text": .string(long)], direction: .inbound)
    // Told two weeks late, and by a clock that is a year ahead.
    try await add(
      "message.received", "2025-03-02T23:30:00+09:00", by: "party:fatou", in: "fatou-list",
      party: "fatou", over: .email, sealed: ["text": "An old letter."], direction: .inbound)
    try await add(
      "message.sent", "2025-03-29T12:00:00Z", by: "agent:jon", in: "fatou-list", party: "fatou",
      over: .email, sealed: ["text": "From a clock that is ahead."], direction: .outbound)
  }

  /// Two who wrote to each other: of one everything is erased, the other one is held.
  func neighbours() async throws {
    for (party, other) in [("dora", "emil"), ("emil", "dora")] {
      try await add(
        "case.opened", "29T13:00", by: "agent:ivo", of: "A-\(party)", party: party,
        ["service": "noise", "department": "Mediation"],
        sealed: ["title": .string("\(party) about \(other)")])
      try await add(
        "conversation.started", "29T13:01", by: "party:\(party)", in: "\(party)-letter",
        of: "A-\(party)", party: party, over: .mail)
      try await add(
        "message.received", "29T13:02", by: "party:\(party)", in: "\(party)-letter",
        of: "A-\(party)", party: party, over: .mail,
        sealed: ["text": .string("Of \(other)'s saxophone, by \(party).")], direction: .inbound)
      try await add(
        "message.sent", "29T13:03", by: "agent:ivo", in: "\(party)-letter", of: "A-\(party)",
        over: .mail, sealed: ["text": "We talk to both of you."], direction: .outbound)
      try await add(
        "fact.provided", "29T13:04", by: "party:\(party)", in: "\(party)-letter",
        of: "A-\(party)", party: party, over: .mail, ["key": "phone"],
        sealed: ["value": "+1 555 0199"])
    }
    // What both said in one record, sealed apart.
    try await add(
      "transcript.added", "29T14:00", by: "agent:ivo", in: "both-video", over: .video,
      ["mediaType": "text/plain", "producer": "person"],
      parts: ["dora", "emil"].map { (party: String) in
        PersonalPart(
          subject: Subject(
            scope: .conversation("both-video"), participant: "party:\(party)", party: party),
          content: ["text": .string("saxophone, says \(party)")])
      })
  }

  /// Writes a second time of the same thing, in the same channel, and nobody sees it.
  func lena() async throws {
    for (id, time) in [("lena-sms", "30T12:0"), ("lena-sms-2", "30T13:0")] {
      try await add(
        "conversation.started", "\(time)0", by: "party:lena", in: id, party: "lena", over: .sms)
      try await add(
        "message.received", "\(time)1", by: "party:lena", in: id, party: "lena", over: .sms,
        sealed: ["text": "The hydrant drips."], direction: .inbound)
      try await add(
        "issue.coded", "\(time)2", by: "agent:jon", in: id, party: "lena", over: .sms,
        ["issue": "hydrant"])
    }
  }
}
