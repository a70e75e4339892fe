import InteractionModel

extension GoldenCity {
  /// The answers that the city has worded once: one in use, one retired, one still to be approved.
  func knowledge() async throws {
    func codify(
      _ id: String, _ version: Int64, _ time: String, _ body: JSONObject, _ text: String
    ) async throws {
      var body = body
      body["response"] = .string(id)
      body["version"] = .int(version)
      try await add(
        "response.codified", time, by: "agent:eve", body, sealed: ["text": .string(text)],
        stream: StreamID(EntityKey(.document, id)), department: "Utility Billing")
    }
    func note(_ type: String, _ id: String, _ time: String, _ body: JSONObject) async throws {
      var body = body
      body["response"] = .string(id)
      try await add(
        type, time, by: "agent:eve", body, stream: StreamID(EntityKey(.document, id)))
    }
    try await codify(
      "kb-instalments", 1, "01T09:00",
      ["issue": "payment_declined", "owner": "eve", "reviewBy": "2025-06-01"],
      "You can pay in instalments.")
    try await note("response.approved", "kb-instalments", "01T09:30", ["version": 1])
    try await codify(
      "kb-instalments", 2, "02T09:00",
      ["issue": "payment_declined", "owner": "gus", "reviewBy": "2025-09-01"],
      "You can pay in up to six instalments.")
    try await note("response.approved", "kb-instalments", "02T09:30", ["version": 2])
    try await codify(
      "kb-shutoff", 1, "02T10:00", ["issue": "shut_off", "owner": "eve"],
      "Nobody is shut off in winter.")
    try await note("response.retired", "kb-shutoff", "02T11:00", ["version": 1])
    try await codify(
      "kb-meter", 1, "02T12:00",
      ["issue": "meter", "owner": "eve", "reviewBy": "2026-03-01T00:00:00Z"],
      "Read the black digits only.")
    try await note("response.owner_changed", "kb-meter", "02T13:00", ["owner": "hal"])
  }
}
