"""What is kept: tables, migrations, and one small repository per noun."""
