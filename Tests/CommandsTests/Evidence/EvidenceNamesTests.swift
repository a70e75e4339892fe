import Foundation
import InteractionModel
import Testing

@Suite("Evidence tells apart what has one name")
struct EvidenceNamesTests {
  private func event(
    _ type: String, id: String = UUID().uuidString.lowercased(), in stream: String,
    _ data: JSONObject, sealed: JSONObject = [:], body: JSONObject = [:]
  ) -> [UInt8] {
    var data = data
    data["body"] = .object(body)
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    return cloudEvent(type, id: id, ["partitionkey": .string(stream), "data": .object(data)])
  }

  @Test("Notes of two cases that a source calls alike are two, whoever asks")
  func items() throws {
    let tool = try Tool()
    var events: [UInt8] = []
    for (matter, text) in [("C-1", "the hedge"), ("C-2", "the gutter")] {
      events += event(
        "note.added", id: "note-\(matter)", in: "case-\(matter)",
        ["case": .string(matter), "party": "p9"], sealed: ["text": .string(text)],
        body: ["item": "1"])
    }
    events += event(
      "message.redacted", in: "case-C-1", ["case": "C-1", "party": "p9"],
      body: ["message": "note-C-1"])
    try tool.succeed("append", input: events)
    try tool.succeed("project")
    for (option, id) in [("--case", "C-2"), ("--party", "p9")] {
      let archive = try tool.evidence(option, id, as: "\(id).zip")
      let report = String(decoding: try archive.files()["report.html"] ?? [], as: UTF8.self)
      #expect(report.contains("the gutter") && !report.contains("the hedge"), "\(id)")
      let verified = try archive.verified()
      #expect(verified.code == 0, "\(verified.text)")
    }
    let timeline = try tool.succeed("party", "timeline", "p9", "--purpose", "check").text
    #expect(timeline.contains("the gutter") && !timeline.contains("the hedge"), "\(timeline)")
    #expect(try tool.json("search", "gutter", "--purpose", "check")["total"] == 1)
    // Whoever passes the other one off as redacted by that record is not believed.
    let archive = try tool.evidence("--party", "p9", as: "whole.zip")
    let altered = EvidenceArchive(path: "\(tool.directory)/altered.zip", key: archive.key)
    try archive.rewrite(
      """
      files['parts/3-0.json'] = verifier.canonical({'because': 'redacted', 'by': 4, 'state': 'closed'})
      """, to: altered.path)
    let found = try altered.verified("--json")
    let said = try JSONValue(parsing: Array(found.text.utf8.dropLast()))
    #expect(said["notProven"]?["redacted"] == 1, "\(found.text)")
    let whole = try JSONValue(parsing: Array(try archive.verified("--json").text.utf8.dropLast()))
    #expect(whole["notProven"]?["redacted"] == 0)
  }

  @Test(
    "One record that redacted something here and took its conversation elsewhere is proven once")
  func twice() throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: event("case.opened", in: "case-C-1", ["case": "C-1"])
        + event("case.opened", in: "case-C-2", ["case": "C-2"])
        + event(
          "message.received", id: "m-1", in: "case-C-1",
          ["case": "C-1", "conversation": "c1", "party": "p1"], sealed: ["text": "the hedge"])
        + event(
          "message.redacted", in: "conversation-c1",
          ["case": "C-2", "conversation": "c1", "party": "p1"], body: ["message": "m-1"]))
    try tool.succeed("project")
    let archive = try tool.evidence("--case", "C-1", as: "one.zip")
    let files = try archive.files()
    #expect(files["moves.jsonl"] != nil && files["redactions.jsonl"] == files["moves.jsonl"])
    try archive.check()
    let verified = try archive.verified()
    #expect(verified.code == 0, "\(verified.text)")
  }

  @Test("A party and a case of one id are two, to which something is moved or not")
  func ids() throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: event("case.opened", in: "case-1001", ["case": "1001"])
        + event("party.identified", in: "party-1001", ["party": "1001"], body: ["kind": "phone"])
        + event(
          "conversation.linked", in: "conversation-c9",
          ["case": "1001", "conversation": "c9", "party": "1001"], body: ["case": "1001"])
        + event(
          "conversation.unlinked", in: "conversation-c9",
          ["conversation": "c9", "party": "1001"], body: ["case": "1001"]))
    try tool.succeed("project")
    for (option, isMoved) in [("--party", false), ("--case", true)] {
      let archive = try tool.evidence(option, "1001", as: "of\(option).zip")
      try archive.check()
      let verified = try archive.verified()
      #expect(verified.code == 0, "\(verified.text)")
      #expect(verified.text.contains("NOT HERE: conversation c9") == isMoved, "\(verified.text)")
    }
  }

  @Test("An archive of an earlier form is read as what it is")
  func earlier() throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: event("case.opened", in: "case-C-1", ["case": "C-1"], sealed: ["title": "A hedge"]))
    try tool.succeed("project")
    let archive = try tool.evidence("--case", "C-1", as: "now.zip")
    // What older programs wrote, signed by the log's own key as they did.
    for (form, index, gone) in [
      ("v3", "EntityIndex 3", "[]"),
      ("v2", "EntityIndex 2", "['departed']"),
      ("v1", "EntityIndex 1", "['departed', 'erasures', 'registers']"),
    ] {
      let old = EvidenceArchive(path: "\(tool.directory)/\(form).zip", key: archive.key)
      try archive.rewrite(
        """
        import base64, hashlib
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        secret = open('\(tool.store)/signing.key').read().strip().split('+', 4)[4]
        key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(secret)[1:])
        bundle = json.loads(files['bundle.json'])
        bundle['format'] = 'throughline/evidence@\(form)'
        for name in \(gone): del bundle[name]
        files['bundle.json'] = verifier.canonical(bundle)
        text = files['certificate'].decode().split('\\n\\n')[0].replace('EntityIndex 3', '\(index)') + '\\n'
        name = bundle['origin'] + '/statements'
        public = key.public_key().public_bytes_raw()
        hint = hashlib.sha256(name.encode() + b'\\n\\1' + public).digest()[:4]
        signature = base64.b64encode(hint + key.sign(text.encode())).decode()
        files['certificate'] = (text + '\\n\\u2014 ' + name + ' ' + signature + '\\n').encode()
        """, to: old.path)
      let verified = try old.verified()
      #expect(verified.code == 0, "\(form): \(verified.text)")
    }
  }
}
