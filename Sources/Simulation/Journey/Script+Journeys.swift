internal import InteractionModel

/// The journeys. Each reads from top to bottom as what happens to one person.
extension Script {
  private static func index(of code: String, _ world: World) -> Int {
    world.city.services.firstIndex { $0.code == code } ?? 0
  }

  private static func service(_ place: City.Place, _ world: inout World) -> Int {
    world.random.pick(world.city.services(of: place))
  }

  /// A payment fails online, the assistant cannot help, chat hands over to another department by
  /// telephone, an e-mail ends it.
  static func failedPayment(_ world: inout World) -> Script {
    let billing = City.Place.utilityBilling.rawValue
    let stages: [Stage] = [
      .begin(.selfService, .inbound), .selfService(.failed), .end,
      .wait(1...12, office: false),
      .begin(.virtualAssistant, .inbound), .ask(.name), .assistant(contained: false),
      .transfer(.assistantToHuman, to: billing, channel: .chat), .end,
      .wait(0...3, office: true),
      .begin(.chat, .inbound), .answer, .ask(.accountNumber), .exchange(3), .openCase, .assign,
      .transfer(.warm, to: City.Place.humanServices.rawValue, channel: .voice), .end,
      .wait(1...20, office: true),
      .begin(.voice, .inbound), .answer, .ask(.name), .exchange(1), .end,
      .wait(120...2_000, office: true),
      .resolve, .begin(.email, .outbound), .exchange(1), .survey, .end,
      .wait(600...3_000, office: false), .close,
    ]
    return Script(service: index(of: "payment_failed", world), stages: stages)
  }

  /// A report of something broken, a call that asks after it, text messages while it is repaired.
  static func report(_ world: inout World) -> Script {
    var stages: [Stage]
    switch world.random.below(4) {
    case 0, 1:
      stages = [
        .begin(.selfService, .inbound), .selfService(.submitted), .openCase, .assign, .end,
      ]
    case 2:
      stages = [
        .begin(.sms, .inbound), .exchange(1), .openCase, .assign, .exchange(2), .ask(.address),
        .end,
      ]
    default:
      stages = [
        .begin(.socialPublic, .inbound), .post, .end, .wait(20...300, office: true),
        .begin(.socialDirect, .inbound), .exchange(2), .ask(.address), .openCase, .assign, .end,
      ]
    }
    stages += [
      .wait(300...2_500, office: true),
      .begin(.voice, .inbound), .ivr(abandoned: false), .answer, .ask(.address), .exchange(1), .end,
      .wait(100...1_500, office: true),
      .begin(.sms, .outbound), .updates(2), .resolve, .updates(1), .end,
      .wait(600...3_000, office: false), .close,
    ]
    return Script(service: service(.publicWorks, &world), stages: stages)
  }

  /// An application lacks a document; a call back is promised and kept, missed or in vain; letters.
  static func application(_ world: inout World) -> Script {
    var stages: [Stage] = [
      .wait(0...5, office: true),
      .begin(world.random.chance(600) ? .inPerson : .voice, .inbound), .answer, .ask(.name),
      .ask(.birthDate), .exchange(1), .openCase, .assign, .pend,
      .promiseCallback, .end,
      .wait(300...2_000, office: true),
    ]
    let reached: [Stage] = [
      .begin(.callback, .outbound), .answer, .callback(.reached), .ask(.phone), .exchange(1), .end,
    ]
    switch world.random.below(10) {
    case 0..<5: stages += reached
    case 5..<7:
      stages += [.begin(.callback, .outbound), .callback(.noAnswer), .end]
      stages += [.wait(60...400, office: true)] + reached
    default:
      stages += [
        .callback(.forgotten), .wait(200...1_500, office: true), .begin(.voice, .inbound),
        .ivr(abandoned: false), .answer, .ask(.name), .ask(.birthDate), .exchange(1), .escalate,
        .end,
      ]
    }
    stages += [
      .wait(500...3_000, office: true),
      .begin(.mail, .inbound), .exchange(1), .ask(.householdSize), .end,
      .wait(500...3_000, office: true),
      .resolve, .begin(.mail, .outbound), .exchange(1), .end,
      .wait(1_000...3_000, office: false), .close,
    ]
    return Script(service: service(.humanServices, &world), stages: stages)
  }

  /// A ticket is disputed by e-mail and complained about in public.
  static func dispute(_ world: inout World) -> Script {
    var stages: [Stage] = [
      .begin(.email, .inbound), .exchange(1), .openCase, .assign, .exchange(2), .ask(.licensePlate),
      .exchange(2), .end,
      .wait(600...3_000, office: false),
      .begin(.socialPublic, .inbound), .post, .end,
    ]
    if world.random.chance(500) {
      stages += [
        .wait(5...90, office: true),
        .begin(.socialDirect, .inbound), .exchange(3), .ask(.licensePlate), .end,
      ]
    }
    stages += [
      .wait(600...4_000, office: true),
      .resolve, .begin(.email, .outbound), .exchange(2), .survey, .end,
      .wait(600...2_000, office: false), .close,
    ]
    return Script(service: service(.parking, &world), stages: stages)
  }

  /// Given up in the telephone menu, called again, sent on, answered by e-mail.
  static func permitQuestion(_ world: inout World) -> Script {
    var stages: [Stage] = [
      .begin(.ivr, .inbound), .ivr(abandoned: true), .end,
      .wait(10...600, office: true),
      .begin(.voice, .inbound), .ivr(abandoned: false), .answer, .ask(.name), .ask(.address),
      .exchange(1), .openCase, .assign,
    ]
    if world.random.chance(300) {
      let kind: Stage.TransferKind = world.random.chance(400) ? .blind : .consult
      stages += [
        .transfer(kind, to: City.Place.publicWorks.rawValue, channel: .voice), .answer, .ask(.name),
        .exchange(1),
      ]
    }
    stages += [
      .end,
      .wait(400...2_500, office: true),
      .begin(.email, .inbound), .exchange(1), .answer, .exchange(2), .end,
      .wait(200...2_000, office: true), .resolve,
      .wait(600...3_000, office: false), .close,
    ]
    return Script(service: index(of: "building_permit", world), stages: stages)
  }

  /// One conversation, and it is done.
  static func firstContact(_ world: inout World) -> Script {
    let channel = world.random.pick([Channel.chat, .voice, .inPerson, .email])
    return Script(
      service: service(.records, &world),
      stages: [
        .wait(0...5, office: true),
        .begin(channel, .inbound), .answer, .ask(.name), .exchange(2), .openCase, .assign,
        .exchange(1), .resolve, .survey, .end,
        .wait(600...2_000, office: false), .close,
      ])
  }

  /// A call about a bill, sent on to the right desk, with a written answer.
  static func billByPhone(_ world: inout World) -> Script {
    Script(
      service: index(of: "water_bill", world),
      stages: [
        .wait(0...5, office: true),
        .begin(.voice, .inbound), .ivr(abandoned: false), .answer, .ask(.name),
        .ask(.accountNumber), .exchange(1), .openCase, .assign,
        .transfer(.warm, to: City.Place.utilityBilling.rawValue, channel: .voice), .answer,
        .ask(.name), .exchange(1), .end,
        .wait(300...2_000, office: true),
        .begin(.chat, .inbound), .answer, .ask(.accountNumber), .exchange(2), .end,
        .wait(300...3_000, office: true),
        .resolve, .begin(.email, .outbound), .exchange(1), .survey, .end,
        .wait(600...3_000, office: false), .close,
      ])
  }

  /// The assistant is enough; there is no case.
  static func contained(_ world: inout World) -> Script {
    Script(
      service: world.random.below(world.city.services.count),
      stages: [.begin(.virtualAssistant, .inbound), .assistant(contained: true), .end])
  }

  /// A payment as it should be; there is no case.
  static func paidOnline(_ world: inout World) -> Script {
    Script(
      service: index(of: "water_bill", world),
      stages: [.begin(.selfService, .inbound), .selfService(.paid), .end])
  }
}
