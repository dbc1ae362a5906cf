// 00 Instellen: regio's, partners, keten en dagen
// Eén keer uitvoeren; daarna werken alle vragen. Verander wat je wilt weten, bijvoorbeeld: :param regio => 'VR01'
:param [{regio, regios, partner, anderePartner, keten, datum, eerder}] => { RETURN 'VR08' AS regio, ['VR07', 'VR08', 'VR09'] AS regios, 'vitens' AS partner, 'prorail' AS anderePartner, 'BNK16' AS keten, date() AS datum, date('2020-01-01') AS eerder }
