INSERT INTO unit VALUES ('pc', 'piece'), ('m', 'metre');
