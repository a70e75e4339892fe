extension Service {
  /// Permits, benefits and records.
  static let counterServices: [Service] = [
    Service(
      "building_permit", issue: "permit-inquiry", .permits, desk: 1, dueHours: 240,
      facts: [.name, .address, .email],
      english: ServiceText(
        title: "Building permit",
        problems: [
          "Do I need a permit to build a deck behind %a?",
          "My permit application for a garage on %s has been in review since %d.",
          "The contractor says that the fence at %a needs a variance.",
        ],
        details: [
          "The drawings were uploaded under reference %r.",
          "The roofers are booked for %d and I would hate to lose them.",
        ],
        answers: [
          "The plans examiner needs a site plan with the distance to the lot line.",
          "A deck under thirty inches needs no permit, a railing does not change that.",
        ],
        resolutions: [
          "Permit %r was issued; please post it where it can be seen from the street.",
          "No permit is needed for the work at %a, a letter says so.",
        ]),
      spanish: ServiceText(
        title: "Permiso de construcción",
        problems: ["¿Necesito un permiso para hacer una terraza en %a?"],
        details: ["Subí los planos con la referencia %r."],
        answers: ["El examinador necesita un plano con la distancia al lindero."],
        resolutions: ["El permiso %r está listo; póngalo donde se vea desde la calle."])),
    Service(
      "benefits_application", issue: "benefits-application", .humanServices, desk: 1,
      priority: "high",
      dueHours: 336, facts: [.name, .birthDate, .householdSize, .address, .phone],
      english: ServiceText(
        title: "Benefits application",
        problems: [
          "I applied for food assistance on %d and have heard nothing.",
          "I lost my job and need help for a family of %f.",
          "Your letter says a document is missing but I handed in everything.",
        ],
        details: [
          "My last pay stub is from %d.",
          "The landlord does not want to sign the shelter form.",
          "I can come to the office, but only after work.",
        ],
        answers: [
          "Your application is complete but for proof of income; a pay stub is enough.",
          "A worker will call you by %d to go through the household form.",
        ],
        resolutions: [
          "Your application was approved; the card should reach %a by %d.",
          "The application was denied because of income; how to appeal is on page two.",
        ]),
      spanish: ServiceText(
        title: "Solicitud de ayuda",
        problems: [
          "Solicité ayuda para alimentos el %d y no he sabido nada.",
          "Perdí mi trabajo y necesito ayuda para una familia de %f.",
          "La carta dice que falta un documento, pero entregué todo.",
        ],
        details: ["Mi último talón de pago es del %d."],
        answers: [
          "Solo falta el comprobante de ingresos; basta con un talón de pago.",
          "Una trabajadora le llamará antes del %d.",
        ],
        resolutions: ["Su solicitud fue aprobada; la tarjeta llegará a %a."])),
    Service(
      "housing_assistance", issue: "housing-assistance", .humanServices, priority: "high",
      dueHours: 240, facts: [.name, .householdSize, .phone, .address],
      english: ServiceText(
        title: "Rental assistance",
        problems: [
          "I am behind on the rent for %a and got a notice to quit.",
          "The heating at %a has been off since %d and the landlord does not answer.",
        ],
        details: [
          "We are %f people, the youngest is two years old.",
          "The hearing is on %d at the courthouse.",
        ],
        answers: ["I have asked the housing team to contact the landlord by %d."],
        resolutions: ["Two months of rent, $%x, were paid to the landlord of %a."]),
      spanish: ServiceText(
        title: "Ayuda con la renta",
        problems: [
          "Debo la renta de %a y me llegó un aviso de desalojo.",
          "La calefacción en %a no funciona desde el %d.",
        ],
        details: ["Somos %f personas, la menor tiene dos años."],
        answers: ["Pedí al equipo de vivienda que hable con el dueño antes del %d."],
        resolutions: ["Se pagaron dos meses de renta, $%x, al dueño de %a."])),
    Service(
      "records_request", issue: "records-request", .records, dueHours: 240, facts: [.name, .email],
      english: ServiceText(
        title: "Public records request",
        problems: [
          "I would like a copy of the council minutes of %d about %s.",
          "Please send me the inspection reports for %a of the last five years.",
        ],
        details: ["An electronic copy is fine.", "I am willing to pay up to $%x for copies."],
        answers: ["The minutes are online; I am sending you the link and the page."],
        resolutions: ["The records were released in full under reference %r."]),
      spanish: ServiceText(
        title: "Solicitud de registros",
        problems: ["Quisiera una copia del acta del concejo del %d sobre %s."],
        details: ["Una copia electrónica está bien."],
        answers: ["El acta está en línea; le envío el enlace y la página."],
        resolutions: ["Los registros se entregaron completos, referencia %r."])),
    Service(
      "certificate_copy", issue: "vital-records", .records, dueHours: 120,
      facts: [.name, .birthDate, .address],
      english: ServiceText(
        title: "Copy of a certificate",
        problems: [
          "I need a certified copy of my birth certificate for a passport.",
          "How do I get a copy of my marriage certificate sent to %a?",
        ],
        details: ["The appointment at the passport office is on %d."],
        answers: ["A copy costs $18 and takes three working days by mail."],
        resolutions: ["The certified copy was mailed to %a on %d."]),
      spanish: ServiceText(
        title: "Copia de acta",
        problems: ["Necesito una copia certificada de mi acta de nacimiento."],
        details: ["La cita en la oficina de pasaportes es el %d."],
        answers: ["La copia cuesta $18 y tarda tres días por correo."],
        resolutions: ["La copia certificada se envió a %a el %d."])),
  ]
}
